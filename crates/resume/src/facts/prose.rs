//! Telling the heads of entries from sentences, by the words around a date.

/// A single date counts when it closes a short head, not inside of a sentence.
pub(super) fn single_counts(before: &str, after: &str, study: bool) -> bool {
    // "2016 : Licence": the date leads.
    if before.is_empty() && after.split_whitespace().count() <= 14 && !after.ends_with('.') {
        return true;
    }
    let words = before.split_whitespace().count();
    let last = crate::lexicon::fold(before.split_whitespace().next_back().unwrap_or(""));
    let mentioned = matches!(
        last.as_str(),
        "in" | "im" | "en" | "em" | "nel" | "since" | "by" | "until" | "of" | "le" | "the" | "am"
    );
    let closed = after.trim_matches(|character: char| !character.is_alphanumeric()).is_empty()
        || after.split_whitespace().count() <= 3 && study;
    (!mentioned || study) && closed && words <= if study { 14 } else { 9 } && !before.ends_with('.')
}

/// "Biology, graduated in" before a date that was cut off.
pub(super) fn without_lead_in(before: &str) -> &str {
    const LEADS: [&str; 16] = [
        "in",
        "em",
        "en",
        "im",
        "nel",
        "de",
        "conclusão",
        "conclusion",
        "graduated",
        "abschluss",
        "since",
        "expected",
        "obtenu",
        "obtained",
        "completed",
        "año",
    ];
    let mut rest = before.trim_end();
    while let Some((head, last)) = rest.rsplit_once(' ')
        && LEADS.contains(&last.to_lowercase().trim_matches([',', ':', '(']))
    {
        rest = head.trim_end();
    }
    rest
}

/// Separators left over where a date was.
pub(crate) fn trim_marks(text: &str) -> &str {
    let text = text.trim_matches(|character: char| {
        character.is_whitespace()
            || matches!(
                character,
                ',' | '|' | '·' | '•' | '–' | '—' | '-' | ':' | ';' | '/' | '，' | '：' | '∙'
            )
    });
    let text = text.strip_suffix('(').unwrap_or(text);
    let text = if text.ends_with(')') && !text.contains('(') { &text[..text.len() - 1] } else { text };
    let text = text.strip_prefix(')').unwrap_or(text);
    text.trim()
}

/// Sentences and long lines are text, not heads.
pub(crate) fn is_prose(text: &str) -> bool {
    let words = text.split_whitespace().count();
    let trimmed = text.trim_end();
    let han = text.chars().filter(|character| crate::lexicon::is_han(*character)).count();
    if trimmed.ends_with('。') || han > 24 && trimmed.contains(['，', ',', '、']) {
        return true;
    }
    let abbreviation = [
        "inc.", "corp.", "ltd.", "co.", "s.a.", "s.l.", "ltda.", "hh.", "e.v.", "b.v.", "n.v.", "s.p.a.",
        "s.r.l.", "jr.", "sr.", "lda.", "st.", "k.g.", "dr.", "univ.", "hon.", "hons.",
    ];
    let lower = trimmed.to_lowercase();
    let closed = trimmed.ends_with('.')
        && !abbreviation.iter().any(|end| lower.ends_with(end))
        && !trimmed.ends_with("..")
        && words > 2;
    words > 16 || closed || words > 8 && has_sentence_end(text)
}

/// A full stop behind a whole word, with another sentence after it.
fn has_sentence_end(text: &str) -> bool {
    text.match_indices(". ").any(|(at, _)| {
        let word = text[..at].rsplit(' ').next().unwrap_or("");
        word.chars().count() > 3 && word.chars().all(|character| character.is_lowercase() || character == '-')
    })
}
