//! Why somebody matches a job, in lines: what was asked, what was found, and the points it gave.

use record::jobs::rank::MatchReason;
use web::words;

/// Words shown of one reason.
const WORDS_MAX: usize = 4;

/// One reason as it is drawn.
pub(crate) struct ReasonView {
    /// `yes`, `maybe` or `no`.
    pub(crate) kind: &'static str,
    pub(crate) text: String,
    pub(crate) points: i32,
    /// The line of the resume, its matched words marked; empty for none.
    pub(crate) quote: Vec<(String, bool)>,
    /// The matched words, where no line says them; what is missing, where nothing was found.
    pub(crate) said: String,
}

impl ReasonView {
    pub(crate) fn of(reason: MatchReason) -> Self {
        let words = different(&reason.words);
        let quote = reason.quote.as_deref().map(|quote| marked(quote, &words)).unwrap_or_default();
        let told = quote.iter().any(|(_, hit)| *hit);
        let same = words.len() == 1 && words[0].to_lowercase() == reason.label.to_lowercase();
        let said = match (words.is_empty(), reason.must) {
            (true, true) => "A must; nothing about it is known".to_owned(),
            (true, false) => "Nothing about it is known".to_owned(),
            _ if reason.near => format!("Close in meaning: {}", words.join(", ")),
            _ if told || same => String::new(),
            _ => words.join(", "),
        };
        Self {
            kind: reason.kind,
            text: reason.label,
            points: i32::try_from(reason.points).unwrap_or(0),
            quote: if told { quote } else { vec![] },
            said,
        }
    }
}

/// The first few words, each once whatever its case.
fn different(words: &[String]) -> Vec<String> {
    let mut kept: Vec<String> = vec![];
    for word in words {
        let known = kept.iter().any(|known| known.to_lowercase() == word.to_lowercase());
        if !known && kept.len() < WORDS_MAX {
            kept.push(word.clone());
        }
    }
    kept
}

/// The pieces of a line, each with whether it is one of these words.
fn marked(line: &str, words: &[String]) -> Vec<(String, bool)> {
    let mut pieces = vec![];
    let mut rest = line;
    loop {
        let found = words
            .iter()
            .filter(|word| !word.is_empty())
            .filter_map(|word| rest.find(word.as_str()).map(|at| (at, word.len())));
        let Some((at, length)) = found.min_by_key(|(at, length)| (*at, std::cmp::Reverse(*length))) else {
            break;
        };
        pieces.push((rest[..at].to_owned(), false));
        pieces.push((rest[at..at + length].to_owned(), true));
        rest = &rest[at + length..];
    }
    pieces.push((rest.to_owned(), false));
    pieces.retain(|(text, _)| !text.is_empty());
    pieces
}

/// `Meets 3 of 4 musts and 1 of 2 others.`
pub(crate) fn summary(reasons: &[MatchReason]) -> String {
    let count = |must: bool| {
        let of: Vec<_> = reasons.iter().filter(|reason| reason.must == must).collect();
        (of.iter().filter(|reason| reason.kind == "yes").count(), of.len())
    };
    let part = |(met, all): (usize, usize), one: &str, many: &str| match (met, all) {
        (_, 0) => None,
        (met, all) if met == all && all == 1 => Some(format!("the one {one}")),
        (met, all) if met == all => Some(format!("all {all} {many}")),
        (met, all) => Some(format!("{met} of {}", words::counted(all as i64, one, many))),
    };
    let parts =
        [part(count(true), "must-have", "must-haves"), part(count(false), "nice-to-have", "nice-to-haves")];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() { String::new() } else { format!("Meets {}.", parts.join(" and ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reason(must: bool, kind: &'static str, words: &[&str], quote: Option<&str>) -> MatchReason {
        MatchReason {
            label: "Rust in production".to_owned(),
            must,
            weight: 30,
            points: if kind == "no" { 0 } else { 30 },
            kind,
            near: false,
            words: words.iter().map(|word| (*word).to_owned()).collect(),
            quote: quote.map(str::to_owned),
        }
    }

    #[test]
    fn a_reason_quotes_its_words_or_lists_them() {
        let quoted =
            ReasonView::of(reason(true, "yes", &["Rust", "rust"], Some("Settlement in Rust with Tokio")));
        let expected = [("Settlement in ", false), ("Rust", true), (" with Tokio", false)];
        assert_eq!(quoted.quote, expected.map(|(text, hit)| (text.to_owned(), hit)));
        assert_eq!(quoted.said, "");
        let listed = ReasonView::of(reason(true, "yes", &["Rust", "Tokio"], None));
        assert_eq!(listed.said, "Rust, Tokio");
        assert_eq!(ReasonView::of(reason(true, "no", &[], None)).said, "A must; nothing about it is known");
    }

    #[test]
    fn a_summary_counts_what_is_met() {
        let of = |kinds: &[(bool, &'static str)]| {
            let reasons: Vec<_> = kinds.iter().map(|(must, kind)| reason(*must, kind, &[], None)).collect();
            summary(&reasons)
        };
        assert_eq!(
            of(&[(true, "yes"), (true, "yes"), (false, "yes")]),
            "Meets all 2 must-haves and the one nice-to-have."
        );
        assert_eq!(of(&[(true, "yes"), (true, "no")]), "Meets 1 of 2 must-haves.");
        assert_eq!(of(&[]), "");
    }
}
