//! The catalogue of what we say to candidates, in four languages: today the mails that a new template may start from.
//! Every text that the program itself ever says to a candidate belongs here, and a test holds every language to the
//! same keys.

/// A language of the catalogue.
pub(crate) struct Language {
    pub(crate) code: &'static str,
    /// As its speakers call it.
    pub(crate) name: &'static str,
    texts: &'static str,
}

pub(crate) static LANGUAGES: [Language; 4] = [
    Language { code: "en", name: "English", texts: include_str!("../messages/en.txt") },
    Language { code: "de", name: "Deutsch", texts: include_str!("../messages/de.txt") },
    Language { code: "fr", name: "Français", texts: include_str!("../messages/fr.txt") },
    Language { code: "es", name: "Español", texts: include_str!("../messages/es.txt") },
];

/// The mails to start from, by what they are called in the catalogue.
pub(crate) const MAILS: [&str; 4] = ["first_contact", "reminder", "invitation", "decline"];

impl Language {
    pub(crate) fn coded(code: &str) -> Option<&'static Language> {
        LANGUAGES.iter().find(|language| language.code == code)
    }

    /// The text under a key: what stands between its line and the next key.
    pub(crate) fn text(&self, key: &str) -> Option<&'static str> {
        self.entries().find(|(known, _)| *known == key).map(|(_, text)| text)
    }

    fn entries(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let mut rest = self.texts;
        std::iter::from_fn(move || {
            let (key, after) = rest.strip_prefix('[')?.split_once("]\n")?;
            let end = after.find("\n[").map_or(after.len(), |at| at + 1);
            rest = &after[end..];
            Some((key, after[..end].trim_end()))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::variables::{self, Values};

    #[test]
    fn every_language_says_everything() {
        let keys = |language: &Language| language.entries().map(|(key, _)| key).collect::<Vec<_>>();
        let wanted: Vec<String> = MAILS
            .iter()
            .flat_map(|mail| ["name", "subject", "body"].map(|part| format!("{mail}.{part}")))
            .collect();
        for language in &LANGUAGES {
            assert_eq!(keys(language), wanted, "{}", language.code);
            assert_eq!(Language::coded(language.code).map(|found| found.name), Some(language.name));
        }
        assert!(Language::coded("tlh").is_none() && LANGUAGES[0].text("first_contact.colour").is_none());
    }

    #[test]
    fn every_text_fills_without_a_gap() {
        for language in &LANGUAGES {
            for (key, text) in language.entries() {
                let filled = variables::fill(text, &Values::sample());
                let filled = filled.unwrap_or_else(|cause| panic!("{} {key}: {cause}", language.code));
                assert!(
                    filled.blanks.is_empty() && !filled.text.trim().is_empty(),
                    "{} {key}",
                    language.code
                );
            }
        }
        // Whoever has no title is not called by a blank.
        let nobody = Values { current_title: String::new(), ..Values::sample() };
        for language in &LANGUAGES {
            let body = language.text("first_contact.body").unwrap_or_default();
            assert_eq!(
                variables::fill(body, &nobody).map(|filled| filled.blanks),
                Ok(vec![]),
                "{}",
                language.code
            );
        }
    }
}
