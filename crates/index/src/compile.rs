//! From the tree a person typed to the query that is run, under the sight of who typed it.

use search_syntax::{Field as Named, Node, Problem, Shape, Term as Typed};
use tantivy::Term;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, EmptyQuery, FuzzyTermQuery, Occur, PhrasePrefixQuery, PhraseQuery,
    Query, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};

use crate::schema::{Fields, phone_digits};
use crate::search::IndexSight;

/// How much a hit in name, title, employer or skills adds to one anywhere.
const HEAD_BOOST: f32 = 2.0;
const NAME_EXACT_BOOST: f32 = 3.0;
const NAME_BEGINNING_BOOST: f32 = 1.5;
const NAME_NEAR_BOOST: f32 = 0.5;

type Boxed = Box<dyn Query>;

pub(crate) struct Compiled {
    /// None for everybody.
    pub query: Option<Boxed>,
    pub problems: Vec<Problem>,
}

pub(crate) fn compile(node: Option<&Node>, sight: IndexSight, fields: &Fields) -> Compiled {
    let mut compiler = Compiler { fields, sight, problems: Vec::new() };
    let query = node.map(|node| {
        // When nothing is left of a query, it finds nobody; that it was refused is said beside it.
        compiler.node(node, None).unwrap_or_else(|| Box::new(EmptyQuery))
    });
    Compiled { query, problems: compiler.problems }
}

struct Compiler<'a> {
    fields: &'a Fields,
    sight: IndexSight,
    problems: Vec<Problem>,
}

impl Compiler<'_> {
    /// None when the branch may not be searched: it is left out, as if it had not been typed.
    fn node(&mut self, node: &Node, field: Option<Named>) -> Option<Boxed> {
        match node {
            Node::Term(term) => Some(self.term(term, field)),
            Node::In { field, span, node } => {
                if self.sight == IndexSight::Masked && !is_open(*field) {
                    let name = field.name();
                    let message = format!("{name}: cannot be searched in a blind review.");
                    self.problems.push(Problem { span: span.clone(), message });
                    return None;
                }
                self.node(node, Some(*field))
            }
            Node::Or(nodes) => {
                let branches: Vec<Boxed> = nodes.iter().filter_map(|node| self.node(node, field)).collect();
                one_or(branches, BooleanQuery::union)
            }
            Node::And(nodes) => self.all_of(nodes, field),
            Node::Not(_) => self.all_of(std::slice::from_ref(node), field),
        }
    }

    fn all_of(&mut self, nodes: &[Node], field: Option<Named>) -> Option<Boxed> {
        let mut clauses: Vec<(Occur, Boxed)> = Vec::new();
        for node in nodes {
            let (occur, inner) = match node {
                Node::Not(inner) => (Occur::MustNot, &**inner),
                node => (Occur::Must, node),
            };
            clauses.extend(self.node(inner, field).map(|query| (occur, query)));
        }
        if clauses.is_empty() {
            return None;
        }
        if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
            clauses.push((Occur::Must, Box::new(BoostQuery::new(Box::new(AllQuery), 0.0))));
        }
        if clauses.len() == 1 {
            return clauses.pop().map(|(_, query)| query);
        }
        Some(Box::new(BooleanQuery::new(clauses)))
    }

    fn term(&mut self, term: &Typed, field: Option<Named>) -> Boxed {
        let fields = self.fields;
        match (field, self.sight) {
            (Some(Named::Name), _) if term.shape == Shape::Word => {
                let words = term.words().into_iter();
                let near = words.map(|word| near_name(fields.name, &word, true)).collect();
                one_or(near, BooleanQuery::intersection).unwrap_or_else(|| Box::new(EmptyQuery))
            }
            (Some(Named::Phone), _) => phone(fields.phone, &term.text),
            (Some(field), _) => find(own_field(field, fields), term),
            (None, IndexSight::Masked) => find(fields.open, term),
            (None, IndexSight::Clear) => {
                let found = find(fields.everything, term);
                if term.shape == Shape::Prefix {
                    return found;
                }
                let better = BoostQuery::new(find(fields.head, term), HEAD_BOOST);
                let clauses = vec![(Occur::Must, found), (Occur::Should, Box::new(better) as Boxed)];
                Box::new(BooleanQuery::new(clauses))
            }
        }
    }
}

/// Fields that do not tell who somebody is.
fn is_open(field: Named) -> bool {
    matches!(field, Named::Title | Named::Skill | Named::Language)
}

pub(crate) fn own_field(field: Named, fields: &Fields) -> Field {
    match field {
        Named::Title => fields.title,
        Named::Company => fields.company,
        Named::Skill => fields.skill,
        Named::City => fields.city,
        Named::Name => fields.name,
        Named::Email => fields.email,
        Named::Phone => fields.phone,
        Named::Tag => fields.tag,
        Named::Source => fields.source,
        Named::School => fields.school,
        Named::Country => fields.country,
        Named::Language => fields.language,
    }
}

fn one_or(mut queries: Vec<Boxed>, join: fn(Vec<Boxed>) -> BooleanQuery) -> Option<Boxed> {
    if queries.len() > 1 { Some(Box::new(join(queries))) } else { queries.pop() }
}

/// A term in one field: a word, words next to each other, or the beginning of a word.
fn find(field: Field, term: &Typed) -> Boxed {
    let words = term.words();
    if term.shape != Shape::Prefix {
        return exact(field, &words);
    }
    let mut terms: Vec<Term> = words.iter().map(|word| Term::from_field_text(field, word)).collect();
    if terms.len() > 1 {
        return Box::new(PhrasePrefixQuery::new(terms));
    }
    match terms.pop() {
        Some(term) => Box::new(FuzzyTermQuery::new_prefix(term, 0, true)),
        None => Box::new(EmptyQuery),
    }
}

/// The words next to each other.
pub(crate) fn exact(field: Field, words: &[String]) -> Boxed {
    let mut terms: Vec<Term> = words.iter().map(|word| Term::from_field_text(field, word)).collect();
    if terms.len() > 1 {
        return Box::new(PhraseQuery::new(terms));
    }
    match terms.pop() {
        Some(term) => Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)),
        None => Box::new(EmptyQuery),
    }
}

/// A part of a name: as written, with a typing mistake or, while typing, its beginning.
pub(crate) fn near_name(field: Field, word: &str, typing: bool) -> Boxed {
    let term = Term::from_field_text(field, word);
    let exact = TermQuery::new(term.clone(), IndexRecordOption::Basic);
    let boosted = |query: Boxed, boost| Box::new(BoostQuery::new(query, boost)) as Boxed;
    let mut ways = vec![boosted(Box::new(exact), NAME_EXACT_BOOST)];
    if typing {
        let beginning = FuzzyTermQuery::new_prefix(term.clone(), 0, true);
        ways.push(boosted(Box::new(beginning), NAME_BEGINNING_BOOST));
    }
    let mistakes = mistakes_allowed(word);
    if mistakes > 0 {
        let near = FuzzyTermQuery::new(term, mistakes, true);
        ways.push(boosted(Box::new(near), NAME_NEAR_BOOST));
    }
    Box::new(BooleanQuery::union(ways))
}

/// Short names have too many neighbours to allow for mistakes.
pub(crate) fn mistakes_allowed(word: &str) -> u8 {
    match word.chars().count() {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    }
}

fn phone(field: Field, typed: &str) -> Boxed {
    let digits = phone_digits(typed);
    if digits.is_empty() {
        return Box::new(EmptyQuery);
    }
    let term = Term::from_field_text(field, &digits);
    Box::new(TermQuery::new(term, IndexRecordOption::Basic))
}
