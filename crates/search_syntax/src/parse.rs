//! From tokens to the tree. Precedence: NOT binds before AND, AND before OR; side by side is AND.

use std::ops::Range;

use crate::lex::{Lexeme, Meaning, Token, TokenKind, lex};
use crate::node::{Node, Shape};

/// Longer input is searched up to here: a query is typed, not pasted from a book.
pub const LENGTH_BYTES_MAX: usize = 4_000;
/// More terms are left out: each costs the index a walk.
pub const TERMS_MAX: usize = 100;
/// Further words with a star are read without it: each is looked up as all words it begins.
pub const STARS_MAX: usize = 10;
/// Deeper parentheses are read past: the stack is finite.
pub const NESTING_MAX: usize = 32;

/// A query as understood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parsed {
    /// Nothing when there is nothing to search for.
    pub query: Option<Node>,
    /// In the order of their place.
    pub problems: Vec<Problem>,
    /// The pieces of the input, in order, for a coloured mirror of it.
    pub tokens: Vec<Token>,
}

/// A mistake, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Bytes of the input, on character boundaries.
    pub span: Range<usize>,
    /// One sentence for the person who typed it.
    pub message: String,
}

/// Reads a query. Never fails.
#[must_use]
pub fn parse(text: &str) -> Parsed {
    let mut problems = Vec::new();
    let searched = &text[..text.floor_char_boundary(LENGTH_BYTES_MAX)];
    if searched.len() < text.len() {
        let message = "This is too long; only what stands before is searched.".to_owned();
        problems.push(Problem { span: searched.len()..text.len(), message });
    }
    let mut lexemes = lex(searched, &mut problems);
    drop_excess_terms(&mut lexemes, &mut problems);
    drop_excess_stars(&mut lexemes, &mut problems);
    let mut parser = Parser { lexemes: &lexemes, at: 0, depth: 0, problems };
    let query = parser.whole();
    let mut problems = parser.problems;
    problems.sort_by_key(|problem| problem.span.start);
    let tokens = lexemes.into_iter().map(|lexeme| lexeme.token).collect();
    Parsed { query, problems, tokens }
}

fn drop_excess_terms(lexemes: &mut [Lexeme], problems: &mut Vec<Problem>) {
    let terms = lexemes.iter_mut().filter(|l| matches!(l.meaning, Meaning::Term(_)));
    let mut excess: Option<Range<usize>> = None;
    for lexeme in terms.skip(TERMS_MAX) {
        lexeme.meaning = Meaning::Nothing;
        lexeme.token.kind = TokenKind::Ignored;
        let start = excess.map_or(lexeme.token.span.start, |span| span.start);
        excess = Some(start..lexeme.token.span.end);
    }
    if let Some(span) = excess {
        let message = format!("Only the first {TERMS_MAX} words are searched.");
        problems.push(Problem { span, message });
    }
}

fn drop_excess_stars(lexemes: &mut [Lexeme], problems: &mut Vec<Problem>) {
    let terms = lexemes.iter_mut().filter_map(|lexeme| match &mut lexeme.meaning {
        Meaning::Term(term) if term.shape == Shape::Prefix => Some(term),
        _ => None,
    });
    for term in terms.skip(STARS_MAX) {
        term.shape = Shape::Word;
        let message = format!("Only the first {STARS_MAX} stars are heeded.");
        problems.push(Problem { span: term.span.clone(), message });
    }
}

struct Parser<'a> {
    lexemes: &'a [Lexeme],
    at: usize,
    depth: usize,
    problems: Vec<Problem>,
}

impl<'a> Parser<'a> {
    /// Everything, over closing parentheses that close nothing.
    fn whole(&mut self) -> Option<Node> {
        let mut parts = Vec::new();
        loop {
            parts.extend(self.any_of());
            let Some(stray) = self.next() else { break };
            self.problem(stray.token.span.clone(), "This parenthesis closes nothing.");
        }
        one_or(parts, Node::And)
    }

    fn any_of(&mut self) -> Option<Node> {
        let mut branches = Vec::new();
        let mut pending: Option<&Lexeme> = None;
        loop {
            let branch = self.all_of();
            let found = branch.is_some();
            branches.extend(branch);
            let next = self.peek().filter(|lexeme| lexeme.meaning == Meaning::Or);
            if let (false, Some(operator)) = (found, pending.or(next)) {
                let side = if pending.is_some() { "after" } else { "before" };
                self.problem(operator.token.span.clone(), format!("OR has nothing {side} it."));
            }
            let Some(operator) = next else { break };
            pending = Some(operator);
            self.at += 1;
        }
        one_or(branches, Node::Or)
    }

    fn all_of(&mut self) -> Option<Node> {
        let mut parts: Vec<Node> = Vec::new();
        let mut pending: Option<&Lexeme> = None;
        while let Some(lexeme) = self.peek() {
            match lexeme.meaning {
                Meaning::Or | Meaning::Close => break,
                Meaning::And => {
                    self.at += 1;
                    if pending.is_some() || parts.is_empty() {
                        let span = lexeme.token.span.clone();
                        self.problem(span, "AND has nothing before it.");
                    }
                    pending = Some(lexeme);
                }
                _ => {
                    if let Some(part) = self.one() {
                        parts.push(part);
                        pending = None;
                    }
                }
            }
        }
        if let (Some(operator), false) = (pending, parts.is_empty()) {
            self.problem(operator.token.span.clone(), "AND has nothing after it.");
        }
        one_or(parts, Node::And)
    }

    /// One term, group, field clause or negation. Signs in front are read in a loop: a thousand
    /// NOTs must not become a thousand stack frames.
    fn one(&mut self) -> Option<Node> {
        let mut fronts: Vec<&Lexeme> = Vec::new();
        let inner = loop {
            let Some(lexeme) = self.peek() else {
                break None;
            };
            match &lexeme.meaning {
                Meaning::Not | Meaning::In(_) => fronts.push(lexeme),
                Meaning::Nothing => {}
                Meaning::Term(term) => {
                    self.at += 1;
                    break Some(Node::Term(term.clone()));
                }
                Meaning::Open => break self.group(),
                Meaning::And | Meaning::Or | Meaning::Close => break None,
            }
            self.at += 1;
        };
        let Some(mut node) = inner else {
            if let Some(last) = fronts.last() {
                let message = match last.meaning {
                    Meaning::In(field) => format!("{}: has nothing after it.", field.name()),
                    _ => "NOT has nothing after it.".to_owned(),
                };
                self.problem(last.token.span.clone(), message);
            }
            return None;
        };
        // The field nearest to the term counts, and two negations are none: a thousand signs in
        // front make the tree no deeper than one.
        let field = fronts.iter().rev().find_map(|front| match front.meaning {
            Meaning::In(field) => Some((field, front.token.span.clone())),
            _ => None,
        });
        if let Some((field, span)) = field {
            node = Node::In { field, span, node: Box::new(node) };
        }
        if fronts.iter().filter(|front| front.meaning == Meaning::Not).count() % 2 == 1 {
            node = Node::Not(Box::new(node));
        }
        Some(node)
    }

    fn group(&mut self) -> Option<Node> {
        let open = self.next()?;
        if self.depth == NESTING_MAX {
            let message = "Parentheses this deep are not read.";
            self.problem(open.token.span.clone(), message);
            return None;
        }
        self.depth += 1;
        let node = self.any_of();
        self.depth -= 1;
        match self.next() {
            None => self.problem(open.token.span.clone(), "This parenthesis is not closed."),
            Some(close) if node.is_none() => {
                let span = open.token.span.start..close.token.span.end;
                self.problem(span, "There is nothing between these parentheses.");
            }
            Some(_) => {}
        }
        node
    }

    fn peek(&self) -> Option<&'a Lexeme> {
        self.lexemes.get(self.at)
    }

    fn next(&mut self) -> Option<&'a Lexeme> {
        let lexeme = self.peek()?;
        self.at += 1;
        Some(lexeme)
    }

    fn problem(&mut self, span: Range<usize>, message: impl Into<String>) {
        self.problems.push(Problem { span, message: message.into() });
    }
}

fn one_or(mut nodes: Vec<Node>, join: fn(Vec<Node>) -> Node) -> Option<Node> {
    if nodes.len() > 1 { Some(join(nodes)) } else { nodes.pop() }
}
