//! Words of a need's label that can be met word for word: fillers dropped, known variants added.

use crate::vocabulary::{Group, label_words, vocabulary};

/// A title whose words have synonyms grows to at most so many forms.
const TITLE_FORMS_MAX: usize = 120;

/// How a term must be spelt to count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Term {
    /// Normalised words, each [`fold`]ed.
    pub words: Vec<String>,
    /// For ordinary words: the only spelling that counts in free text.
    pub spelling: Option<&'static str>,
}

pub(crate) fn is_stop_word(word: &str) -> bool {
    vocabulary().stop_words.contains(word) || word.bytes().all(|byte| byte.is_ascii_digit() || byte == b'+')
}

fn is_filler(word: &str) -> bool {
    vocabulary().fillers.contains(word) || is_stop_word(word)
}

/// One form for singular and plural. Applied to both sides, so that it need not be right, only equal.
pub(crate) fn fold(word: &str) -> &str {
    match word.strip_suffix('s') {
        Some(stem) if stem.len() >= 3 && !stem.ends_with('s') => stem,
        _ => word,
    }
}

/// The label's own words; the words without fillers; each of "this or that"; all with their variants. A need for
/// people who have led others is met by the ways in which resumes tell of it.
pub(crate) fn terms(label: &str) -> Vec<Term> {
    let mut out = Vec::new();
    add_with_variants(&label_words(label), &mut out);
    let parts = subjects(label);
    parts.iter().for_each(|part| add_with_variants(part, &mut out));
    out.extend(leading_terms(label));
    out
}

/// What a label is about: all of it without fillers, then each of "this or that".
pub(crate) fn subjects(label: &str) -> Vec<Vec<String>> {
    let whole = trimmed(&label_words(label), is_filler);
    let mut out = vec![whole.clone()];
    let or = |word: &String| ["or", "oder", "ou", "lub", "oppure", "eller"].contains(&word.as_str());
    if whole.iter().any(or) && !asks_for_leading(label) {
        out.extend(whole.split(or).map(|part| trimmed(part, is_filler)));
    }
    out.retain(|part| !part.is_empty());
    out
}

/// Phrases that tell of having led people, if the label asks for that.
pub(crate) fn leading_terms(label: &str) -> Vec<Term> {
    if !asks_for_leading(label) {
        return Vec::new();
    }
    vocabulary().leading.phrases.iter().map(|phrase| exact_words(phrase)).collect()
}

fn asks_for_leading(label: &str) -> bool {
    let words = label_words(label);
    let asks = |sign: &Vec<String>| words.windows(sign.len()).any(|window| window == sign);
    vocabulary().leading.signs.iter().any(asks)
}

/// Forms of a title that name the same trade: without words of rank and hours, and with synonyms of its words.
pub(crate) fn title_forms(label: &str) -> Vec<Vec<String>> {
    let ranks = &vocabulary().seniority;
    let bare: Vec<String> =
        label_words(label).into_iter().filter(|word| !ranks.contains(word.as_str())).collect();
    if bare.is_empty() {
        return Vec::new();
    }
    let mut forms = vec![bare];
    let mut next = 0;
    while next < forms.len() && forms.len() < TITLE_FORMS_MAX {
        let form = forms[next].clone();
        for group in &vocabulary().title_words {
            for other in replaced(&form, group) {
                if forms.len() < TITLE_FORMS_MAX && !forms.contains(&other) {
                    forms.push(other);
                }
            }
        }
        next += 1;
    }
    forms
}

/// The form with one name of the group put in place of another.
fn replaced<'a>(form: &'a [String], group: &'a Group) -> impl Iterator<Item = Vec<String>> + 'a {
    let found = group
        .iter()
        .filter_map(|name| {
            form.windows(name.len()).position(|window| window == name).map(|at| (at, name.len()))
        })
        .max_by_key(|&(_, length)| length);
    found.into_iter().flat_map(move |(at, length)| {
        group.iter().map(move |name| [&form[..at], name, &form[at + length..]].concat())
    })
}

pub(crate) fn exact_words(words: &[String]) -> Term {
    Term { words: words.iter().map(|word| fold(word).to_owned()).collect(), spelling: None }
}

/// The words a need is about, for the model: "Rust in production" is about Rust.
pub(crate) fn subject(label: &str) -> String {
    trimmed(&label_words(label), is_filler).join(" ")
}

fn trimmed(words: &[String], drop: impl Fn(&str) -> bool) -> Vec<String> {
    let start = words.iter().position(|word| !drop(word)).unwrap_or(words.len());
    let end = words.iter().rposition(|word| !drop(word)).map_or(start, |last| last + 1);
    words[start..end].to_vec()
}

fn add_with_variants(form: &[String], out: &mut Vec<Term>) {
    if form.is_empty() {
        return;
    }
    add(form, out);
    for group in vocabulary().variants.iter().filter(|group| group.iter().any(|name| name == form)) {
        for name in group {
            add(name, out);
        }
    }
}

fn add(form: &[String], out: &mut Vec<Term>) {
    let mut term = exact_words(form);
    if let [only] = form {
        let spelt = vocabulary().spelt_exactly.iter().find(|(_, normal)| normal == only);
        term.spelling = spelt.map(|(spelling, _)| *spelling);
    }
    if !out.contains(&term) {
        out.push(term);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn has(terms: &[Term], words: &str) -> bool {
        terms.iter().any(|term| term.words == words.split(' ').collect::<Vec<_>>())
    }

    #[test]
    fn fillers_fall_away_and_variants_join() {
        let rust = terms("Rust in production");
        assert!(has(&rust, "rust") && rust.iter().any(|term| term.spelling == Some("Rust")));
        assert!(has(&terms("Strong knowledge of Kubernetes"), "k8s"));
        assert!(has(&terms("Lisbon"), "lisboa"));
        assert!(
            has(&terms("Payments or ledgers"), "ledger") && has(&terms("Payments or ledgers"), "payment")
        );
        assert!(has(&terms("Has led others"), "lead 22") && !has(&terms("Lead paint removal"), "lead 22"));
        assert_eq!(subject("5+ years of hands-on experience with Node.js"), "node js");
    }

    #[test]
    fn titles_know_their_synonyms() {
        let forms =
            title_forms("Senior Backend Developer").iter().map(|form| form.join(" ")).collect::<Vec<_>>();
        assert_eq!(forms[0], "backend developer");
        assert!(forms.contains(&"server side engineer".to_owned()), "{forms:?}");
        assert!(title_forms("Senior").is_empty());
    }
}
