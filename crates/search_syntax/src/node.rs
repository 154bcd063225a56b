//! The tree a query means.

use std::fmt;
use std::ops::Range;

use crate::lex::{TokenKind, lex};
use crate::{Field, words};

/// What is searched. `And` and `Or` have two branches or more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    Term(Term),
    /// Everything below looks into one field; `span` is the `title:` as typed.
    In {
        field: Field,
        span: Range<usize>,
        node: Box<Node>,
    },
    And(Vec<Node>),
    Or(Vec<Node>),
    Not(Box<Node>),
}

/// One thing to find.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// As typed, without quotes and star.
    pub text: String,
    pub shape: Shape,
    /// Where it was typed; with quotes and star.
    pub span: Range<usize>,
}

/// How a term matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shape {
    /// The word, or words joined by a sign (`full-stack`), next to each other.
    Word,
    /// Words that begin so.
    Prefix,
    /// The words in this order, next to each other.
    Phrase,
}

impl Term {
    /// The folded words to find, in order. More than one must stand next to each other.
    #[must_use]
    pub fn words(&self) -> Vec<String> {
        words(&self.text).map(|word| word.folded).collect()
    }
}

impl Node {
    /// Calls `visit` for every term, with its field and whether it must be absent.
    pub fn each_term<'a>(&'a self, visit: &mut dyn FnMut(&'a Term, Option<Field>, bool)) {
        self.walk(None, false, visit);
    }

    fn walk<'a>(
        &'a self,
        field: Option<Field>,
        negated: bool,
        visit: &mut dyn FnMut(&'a Term, Option<Field>, bool),
    ) {
        match self {
            Node::Term(term) => visit(term, field, negated),
            Node::In { field, node, .. } => node.walk(Some(*field), negated, visit),
            Node::Not(node) => node.walk(field, !negated, visit),
            Node::And(nodes) | Node::Or(nodes) => {
                nodes.iter().for_each(|node| node.walk(field, negated, visit));
            }
        }
    }
}

/// Writes the tree in the language itself, for suggestions and saved views.
impl fmt::Display for Node {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Node::Term(term) => term.fmt(out),
            Node::In { field, node, .. } => write!(out, "{}:{}", field.name(), Inner(node)),
            Node::Not(node) => write!(out, "NOT {}", Inner(node)),
            Node::And(nodes) => join(nodes, " ", out),
            Node::Or(nodes) => join(nodes, " OR ", out),
        }
    }
}

/// Quoted where it would be read as something else.
impl fmt::Display for Term {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.shape {
            Shape::Word if is_one_word(&self.text) => out.write_str(&self.text),
            Shape::Word | Shape::Phrase => write!(out, "\"{}\"", self.text),
            Shape::Prefix => {
                let written = format!("{}*", self.text);
                let plain = is_one_word(&written);
                let written = if plain { written } else { format!("{}*", self.words().join("-")) };
                out.write_str(&written)
            }
        }
    }
}

/// Whether the text, typed alone, is one word without a problem.
fn is_one_word(text: &str) -> bool {
    let mut problems = Vec::new();
    let lexemes = lex(text, &mut problems);
    problems.is_empty() && matches!(lexemes.as_slice(), [one] if one.token.kind == TokenKind::Word)
}

fn join(nodes: &[Node], between: &str, out: &mut fmt::Formatter<'_>) -> fmt::Result {
    for (place, node) in nodes.iter().enumerate() {
        if place > 0 {
            out.write_str(between)?;
        }
        write!(out, "{}", Inner(node))?;
    }
    Ok(())
}

/// A branch below another: in parentheses where it needs them.
struct Inner<'a>(&'a Node);

impl fmt::Display for Inner<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            node @ (Node::And(_) | Node::Or(_)) => write!(out, "({node})"),
            node => node.fmt(out),
        }
    }
}
