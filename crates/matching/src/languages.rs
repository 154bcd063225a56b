//! Which spoken language a label means.

use crate::vocabulary::{Group, label_words, vocabulary};

/// Every name of the language that a label such as "Portuguese (fluent)" speaks of.
pub(crate) fn names(label: &str) -> Option<&'static Group> {
    let label = label_words(label);
    let speaks = |name: &Vec<String>| label.windows(name.len()).any(|window| window == name);
    vocabulary().languages.iter().find(|group| group.iter().any(speaks))
}

/// How well a language is known, in words of job posts and resumes.
const LEVELS: &[&str] = &[
    "native",
    "fluent",
    "fluently",
    "basic",
    "c2",
    "c1",
    "b2",
    "b1",
    "a2",
    "a1",
    "language",
    "languages",
    "speaker",
    "spoken",
    "written",
    "verbal",
    "oral",
    "business",
    "conversational",
    "mother",
    "tongue",
    "equivalent",
    "level",
    "fliessend",
    "fliessende",
    "fliessendes",
    "verhandlungssicher",
    "verhandlungssichere",
    "wort",
    "schrift",
    "niveau",
    "muttersprache",
    "muttersprachlich",
    "sprachkenntnisse",
    "sprachen",
    "courant",
    "couramment",
    "lu",
    "ecrit",
    "parle",
    "bilingue",
    "langue",
    "langues",
    "maternelle",
    "anglophone",
    "fluido",
    "fluidez",
    "nativo",
    "nativa",
    "hablado",
    "escrito",
    "alto",
    "medio",
    "idioma",
    "idiomas",
    "bilingue",
];

pub(crate) fn is_level(word: &str) -> bool {
    LEVELS.contains(&word)
}

/// Whether a label is nothing but a language, with or without a level.
pub(crate) fn is_language(label: &str) -> bool {
    let Some(names) = names(label) else {
        return false;
    };
    let named = |word: &String| names.iter().any(|name| name.contains(word));
    label_words(label).iter().all(|word| is_level(word) || named(word))
}
