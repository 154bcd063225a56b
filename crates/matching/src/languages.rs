//! Names of spoken languages, in English, in the language itself and in a few others; without accents.

use crate::terms::label_words;

const LANGUAGES: &[&[&str]] = &[
    &[
        "english",
        "englisch",
        "anglais",
        "ingles",
        "inglese",
        "engels",
        "angielski",
        "engelska",
    ],
    &[
        "german",
        "deutsch",
        "allemand",
        "aleman",
        "tedesco",
        "duits",
        "niemiecki",
        "alemao",
        "tyska",
    ],
    &[
        "french",
        "franzosisch",
        "francais",
        "frances",
        "francese",
        "frans",
        "francuski",
        "franska",
    ],
    &[
        "spanish",
        "spanisch",
        "espagnol",
        "espanol",
        "castellano",
        "spagnolo",
        "spaans",
        "hiszpanski",
        "espanhol",
        "spanska",
    ],
    &[
        "italian",
        "italienisch",
        "italien",
        "italiano",
        "italiaans",
        "wloski",
        "italienska",
    ],
    &[
        "portuguese",
        "portugiesisch",
        "portugais",
        "portugues",
        "portoghese",
        "portugees",
        "portugalski",
        "portugisiska",
    ],
    &[
        "dutch",
        "niederlandisch",
        "hollandisch",
        "neerlandais",
        "nederlands",
        "neerlandes",
        "olandese",
        "holenderski",
        "holandes",
    ],
    &[
        "polish", "polnisch", "polonais", "polaco", "polacco", "pools", "polski", "polska",
    ],
    &[
        "swedish",
        "schwedisch",
        "suedois",
        "sueco",
        "svedese",
        "zweeds",
        "szwedzki",
        "svenska",
    ],
    &["norwegian", "norwegisch", "norvegien", "noruego", "norsk"],
    &["danish", "danisch", "danois", "danes", "dansk"],
    &["finnish", "finnisch", "finnois", "suomi"],
    &["turkish", "turkisch", "turc", "turco", "turkce"],
    &["arabic", "arabisch", "arabe", "arabo"],
    &["russian", "russisch", "russe", "ruso", "russo", "rosyjski"],
    &["ukrainian", "ukrainisch", "ukrainien", "ukrainski"],
    &["czech", "tschechisch", "tcheque", "checo", "cestina"],
    &["hungarian", "ungarisch", "hongrois", "magyar"],
    &["romanian", "rumanisch", "roumain", "rumano", "romana"],
    &["greek", "griechisch", "grec", "griego", "greco"],
    &[
        "mandarin",
        "chinese",
        "chinesisch",
        "chinois",
        "chino",
        "cinese",
        "putonghua",
    ],
    &[
        "japanese",
        "japanisch",
        "japonais",
        "japones",
        "giapponese",
        "nihongo",
    ],
    &["korean", "koreanisch", "coreen", "coreano"],
    &["hindi"],
    &["urdu"],
    &["bengali"],
    &["tamil"],
    &["tagalog", "filipino"],
    &["vietnamese", "vietnamesisch"],
    &["hebrew", "hebraisch"],
    &["persian", "farsi", "persisch"],
    &["croatian", "kroatisch", "hrvatski"],
    &["serbian", "serbisch", "srpski"],
    &["bulgarian", "bulgarisch"],
    &["swahili"],
    &["catalan", "katalanisch", "catala"],
    &["sign language", "gebardensprache"],
];

/// Every name of the language that a label such as "Portuguese (fluent)" speaks of.
pub(crate) fn names(label: &str) -> Option<&'static [&'static str]> {
    let label = label_words(label);
    let speaks = |name: &&'static str| {
        let name = label_words(name);
        label.windows(name.len()).any(|window| window == name)
    };
    LANGUAGES
        .iter()
        .find(|group| group.iter().any(speaks))
        .copied()
}

/// Whether a label is nothing but a language, with or without a level.
pub(crate) fn is_language(label: &str) -> bool {
    const LEVELS: &[&str] = &[
        "native", "fluent", "fluently", "basic", "c2", "c1", "b2", "b1", "a2", "a1", "language",
        "speaker",
    ];
    let Some(names) = names(label) else {
        return false;
    };
    label_words(label).iter().all(|word| {
        LEVELS.contains(&word.as_str()) || names.iter().any(|name| label_words(name).contains(word))
    })
}
