//! Names while they are typed, and words meant when a search finds nothing.

use std::collections::HashMap;

use search_syntax::{Field as Named, Node, Shape, words};
use tantivy::Term;
use tantivy::query::{BooleanQuery, EnableScoring, FuzzyTermQuery, Query};
use tantivy::schema::Field;

use crate::compile::{mistakes_allowed, near_name, own_field};
use crate::order::{First, score_key, score_of};
use crate::pass::visible;
use crate::people_index::{IndexError, PeopleIndex};
use crate::search::{Search, Visibility};
use crate::segment::Snapshot;

/// Words of a typed name that are looked at: more than anybody's name has.
const NAME_WORDS_MAX: usize = 8;

/// A person whose name may be the one typed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NameHit {
    pub person: i64,
    pub score: f32,
}

impl PeopleIndex {
    /// People whose name has these words, the last perhaps not finished, any perhaps mistyped. For
    /// readers of clear sight only: it answers by name.
    pub fn suggest_names(
        &self,
        workspace: i64,
        typed: &str,
        visibility: &Visibility,
        limit: usize,
    ) -> Result<Vec<NameHit>, IndexError> {
        let typed: Vec<String> = words(typed).take(NAME_WORDS_MAX).map(|word| word.folded).collect();
        let Some(last) = typed.len().checked_sub(1) else {
            return Ok(Vec::new());
        };
        let parts = typed.iter().enumerate();
        let parts: Vec<Box<dyn Query>> =
            parts.map(|(at, word)| near_name(self.fields().name, word, at == last)).collect();
        self.best(workspace, &BooleanQuery::intersection(parts), visibility, limit)
            .map(|hits| hits.into_iter().map(|(person, score)| NameHit { person, score }).collect())
    }

    /// The best hits of a query among the people in view.
    fn best(
        &self,
        workspace: i64,
        query: &dyn Query,
        visibility: &Visibility,
        limit: usize,
    ) -> Result<Vec<(i64, f32)>, IndexError> {
        let snapshot = self.snapshot();
        let weight = query.weight(EnableScoring::enabled_from_searcher(&snapshot.searcher))?;
        let mut places = Vec::new();
        for segment in &snapshot.segments {
            let residents = segment.residents(workspace, self.fields())?;
            let bits = visible(segment, &residents, visibility, self.fields())?;
            let mut first = First::new(limit, None);
            weight.for_each(&segment.reader, &mut |document, score| {
                if bits.contains(document) {
                    first.take(!score_key(score), || segment.person.get_val(document));
                }
            })?;
            places.extend(first.into_places());
        }
        places.sort_unstable();
        places.truncate(limit);
        Ok(places.iter().map(|place| (place.person, score_of(!place.key))).collect())
    }

    /// The query with the words nobody has replaced by near ones that somebody in view has.
    pub(crate) fn suggestion(
        &self,
        search: &Search<'_>,
        snapshot: &Snapshot,
    ) -> Result<Option<String>, IndexError> {
        let Some(node) = search.query else {
            return Ok(None);
        };
        let mut looked_for: Vec<(String, Option<Named>)> = Vec::new();
        node.each_term(&mut |term, field, negated| {
            let word = term.words();
            if let (Shape::Word, false, [word]) = (term.shape, negated, word.as_slice()) {
                looked_for.push((word.clone(), field));
            }
        });
        let mut meant: HashMap<(String, Option<Named>), String> = HashMap::new();
        for (word, named) in looked_for {
            let field = named.map_or(self.fields().everything, |n| own_field(n, self.fields()));
            if let Some(near) = self.nearest(&word, field, search, snapshot)? {
                meant.insert((word, named), near);
            }
        }
        if meant.is_empty() {
            return Ok(None);
        }
        Ok(Some(replaced(node, None, &meant).to_string()))
    }

    /// The most frequent of the nearest words; none when the word itself is there.
    fn nearest(
        &self,
        word: &str,
        field: Field,
        search: &Search<'_>,
        snapshot: &Snapshot,
    ) -> Result<Option<String>, IndexError> {
        let mistakes = mistakes_allowed(word);
        let term = Term::from_field_text(field, word);
        for distance in 0..=mistakes {
            let automaton = FuzzyTermQuery::new(term.clone(), distance, true);
            let mut counts: HashMap<Vec<u8>, u64> = HashMap::new();
            for segment in &snapshot.segments {
                let residents = segment.residents(search.workspace, self.fields())?;
                if residents.count == 0 {
                    continue;
                }
                let bits = visible(segment, &residents, &search.visibility, self.fields())?;
                let inverted = segment.reader.inverted_index(field)?;
                let mut near = inverted.terms().search(automaton.automaton()?).into_stream()?;
                while near.advance() {
                    let key = near.key().to_vec();
                    let found = Term::from_field_text(field, &String::from_utf8_lossy(&key));
                    let mut seen = 0;
                    segment.each_with(&found, |document| seen += u64::from(bits.contains(document)))?;
                    *counts.entry(key).or_default() += seen;
                }
            }
            let best = counts.into_iter().filter(|(_, count)| *count > 0);
            let best = best.max_by(|left, right| left.1.cmp(&right.1).then(right.0.cmp(&left.0)));
            if let Some((near, _)) = best {
                let near = String::from_utf8_lossy(&near).into_owned();
                return Ok((near != word).then_some(near));
            }
        }
        Ok(None)
    }
}

fn replaced(node: &Node, field: Option<Named>, meant: &HashMap<(String, Option<Named>), String>) -> Node {
    match node {
        Node::Term(term) => {
            let mut term = term.clone();
            if let (Shape::Word, [word]) = (term.shape, term.words().as_slice())
                && let Some(near) = meant.get(&(word.clone(), field))
            {
                term.text.clone_from(near);
            }
            Node::Term(term)
        }
        Node::In { field, span, node } => {
            let node = Box::new(replaced(node, Some(*field), meant));
            Node::In { field: *field, span: span.clone(), node }
        }
        Node::And(nodes) => Node::And(nodes.iter().map(|node| replaced(node, field, meant)).collect()),
        Node::Or(nodes) => Node::Or(nodes.iter().map(|node| replaced(node, field, meant)).collect()),
        Node::Not(node) => Node::Not(Box::new(replaced(node, field, meant))),
    }
}
