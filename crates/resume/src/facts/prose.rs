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

/// Last words of heads that a full stop shortens.
const SHORTENED: &str = "inc. corp. ltd. co. ltda. hh. lda. jr. sr. st. dr. univ. hon. hons. dept. assoc. bros. intl. mfg. mgmt. tech. eng. sc. ed. med. phil. pol. nat. jur. habil. hab. mgr. asst. pvt.";

/// Sentences and long lines are text, not heads.
pub(crate) fn is_prose(text: &str) -> bool {
    let words = text.split_whitespace().count();
    let trimmed = text.trim_end();
    let han = text.chars().filter(|character| crate::lexicon::is_han(*character)).count();
    // The end of a sentence whose beginning is on another line.
    if trimmed.ends_with('.')
        && trimmed.starts_with(char::is_lowercase)
        && !trimmed.contains("..")
        && !is_short_form(&trimmed.to_lowercase())
    {
        return true;
    }
    if trimmed.ends_with('.') && han > 3 {
        return true;
    }
    if trimmed.ends_with('。') || han > 24 && trimmed.contains(['，', ',', '、']) {
        return true;
    }
    let lower = trimmed.to_lowercase();
    let last = lower.rsplit([' ', ',']).next().unwrap_or("");
    let shortened = SHORTENED.split(' ').any(|known| known == last);
    let closed = trimmed.ends_with('.')
        && !shortened
        && !trimmed.ends_with("..")
        && !is_short_form(&lower)
        && (words > 1 || last.chars().count() > 8);
    words > 16 || closed || words > 8 && has_sentence_end(text)
}

/// The full stop belongs to the last word: "s.n.c.", "Mfg.", "z.B."
fn is_short_form(lower: &str) -> bool {
    let last = lower.rsplit([' ', ',']).next().unwrap_or("");
    last.trim_end_matches('.').split('.').filter(|part| part.chars().all(char::is_alphabetic)).count() > 1
        || crate::lexicon::roles::has_legal_form(last)
}

/// "Fitter, Halden Works, Oslo. Built the new hall.": the head of an entry whose text runs on behind a full stop.
pub(super) fn without_run_in(text: &str) -> &str {
    let stop = text.match_indices(". ").map(|(at, _)| at).find(|at| {
        let (head, rest) = (&text[..*at], &text[at + 2..]);
        let last = head.rsplit([' ', ',']).next().unwrap_or("");
        head.contains(", ")
            && last.chars().count() > 3
            && last.chars().all(|letter| letter.is_alphabetic() || letter == '-')
            && !crate::lexicon::roles::has_legal_form(&crate::lexicon::fold(&format!("{last}.")))
            && rest.chars().next().is_some_and(char::is_uppercase)
            && rest.split_whitespace().count() > 1
    });
    let head = stop.map_or(text, |at| &text[..at]);
    // A full stop that closes the head is none of it.
    match head.strip_suffix('.') {
        Some(bare) if bare.contains(", ") && !is_short_form(&crate::lexicon::fold(head)) => bare,
        _ => head,
    }
}

/// A full stop behind a whole word, with another sentence after it.
fn has_sentence_end(text: &str) -> bool {
    text.match_indices(". ").any(|(at, _)| {
        let word = text[..at].rsplit(' ').next().unwrap_or("");
        word.chars().count() > 3 && word.chars().all(|character| character.is_lowercase() || character == '-')
    })
}
