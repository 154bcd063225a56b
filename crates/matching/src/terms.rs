//! Words of a need's label that can be met word for word: fillers dropped, known variants added.

use crate::model::words::{normalise, words};

/// Words that begin or end no phrase and carry no meaning for a job.
const STOP_WORDS: &[&str] = &[
    "a",
    "an",
    "the",
    "and",
    "or",
    "of",
    "in",
    "on",
    "at",
    "to",
    "for",
    "with",
    "by",
    "from",
    "as",
    "is",
    "are",
    "was",
    "were",
    "be",
    "been",
    "has",
    "have",
    "had",
    "my",
    "our",
    "we",
    "i",
    "you",
    "your",
    "their",
    "his",
    "her",
    "its",
    "it",
    "this",
    "that",
    "into",
    "up",
    "per",
    "via",
    "than",
    "then",
    "also",
    "using",
    "including",
    "within",
    "under",
    "over",
    "between",
    "during",
    "s",
    "und",
    "oder",
    "der",
    "die",
    "das",
    "des",
    "dem",
    "den",
    "mit",
    "fur",
    "von",
    "im",
    "am",
    "bei",
    "zu",
    "zur",
    "zum",
    "als",
    "ein",
    "eine",
    "einer",
    "et",
    "ou",
    "le",
    "la",
    "les",
    "de",
    "du",
    "en",
    "avec",
    "pour",
    "dans",
    "sur",
    "aux",
    "au",
    "un",
    "une",
    "y",
    "el",
    "los",
    "las",
    "con",
    "para",
    "del",
    "e",
    "il",
    "lo",
    "gli",
    "di",
    "da",
    "per",
    "con",
    "het",
    "een",
    "van",
    "voor",
    "met",
    "op",
    "i",
    "w",
    "z",
    "na",
    "do",
    "och",
    "som",
    "med",
    "av",
    "o",
    "os",
    "dos",
    "das",
    "em",
    "no",
    "m",
    "w",
    "d",
    "f",
    "x",
    "div",
    "present",
    "heute",
    "today",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "januar",
    "februar",
    "marz",
    "mai",
    "juni",
    "juli",
    "oktober",
    "dezember",
    "jan",
    "feb",
    "mar",
    "apr",
    "jun",
    "jul",
    "aug",
    "sep",
    "sept",
    "oct",
    "nov",
    "dec",
];

/// Words around the subject of a need: "several years of hands-on experience with X in production".
const FILLERS: &[&str] = &[
    "experience",
    "experienced",
    "knowledge",
    "skills",
    "skill",
    "production",
    "hands",
    "strong",
    "solid",
    "good",
    "basic",
    "advanced",
    "proven",
    "deep",
    "excellent",
    "working",
    "professional",
    "years",
    "year",
    "several",
    "proficiency",
    "proficient",
    "familiarity",
    "familiar",
    "understanding",
    "expertise",
    "ability",
    "must",
    "nice",
    "fluent",
    "scale",
    "work",
    "background",
    "kenntnisse",
    "erfahrung",
    "gute",
    "sehr",
    "level",
    "daily",
    "use",
    "practice",
    "commercial",
];

/// Titles with and without these words are the same trade.
const SENIORITY: &[&str] = &[
    "senior",
    "junior",
    "sr",
    "jr",
    "staff",
    "principal",
    "mid",
    "midlevel",
    "intern",
    "trainee",
    "i",
    "ii",
    "iii",
    "iv",
    "leitender",
    "leitende",
    "nights",
    "night",
    "days",
    "part",
    "time",
    "full",
    "remote",
    "hybrid",
    "m",
    "w",
    "d",
    "f",
    "x",
    "h",
];

/// Ordinary words that are also names of skills: they count only in this spelling.
const SPELT_EXACTLY: &[&str] = &[
    "Go", "R", "C", "D", "Swift", "REST", "NET", "Spring", "Excel", "Word", "Access", "Rust",
    "Ruby", "Dart", "Chef", "Puppet", "Flask", "Scala", "Elm", "Sketch", "Spark", "Rails",
    "Express", "Angular", "Salt", "Hive", "Pig", "SAP", "Oracle", "Notion", "Slack", "Jest", "Vue",
    "Next", "Julia", "Helm", "Nest",
];

/// Spellings of the same thing; cities by their names in several languages at the end.
const VARIANTS: &[&[&str]] = &[
    &["javascript", "js", "ecmascript"],
    &["typescript", "ts"],
    &["kubernetes", "k8s"],
    &["postgresql", "postgres", "psql"],
    &["golang", "go", "go lang"],
    &["node.js", "nodejs", "node js"],
    &["react", "react.js", "reactjs"],
    &["vue", "vue.js", "vuejs"],
    &["angular", "angularjs", "angular.js"],
    &["next.js", "nextjs"],
    &[".net", "dotnet", "asp.net", ".net core"],
    &["c#", "csharp", "c sharp"],
    &["c++", "cpp", "c plus plus"],
    &["machine learning", "ml"],
    &["artificial intelligence", "ai"],
    &["natural language processing", "nlp"],
    &["amazon web services", "aws"],
    &["google cloud platform", "gcp", "google cloud"],
    &["microsoft azure", "azure"],
    &[
        "continuous integration",
        "ci/cd",
        "ci",
        "continuous delivery",
    ],
    &["mysql", "my sql"],
    &["mssql", "sql server", "ms sql", "microsoft sql server"],
    &[
        "rest",
        "restful",
        "rest api",
        "rest apis",
        "restful api",
        "restful apis",
    ],
    &["infrastructure as code", "iac"],
    &["terraform", "hashicorp terraform"],
    &["test driven development", "tdd"],
    &["user experience", "ux", "ux design"],
    &["user interface", "ui", "ui design"],
    &[
        "search engine optimization",
        "search engine optimisation",
        "seo",
    ],
    &["customer relationship management", "crm"],
    &["enterprise resource planning", "erp"],
    &["human resources", "hr"],
    &["quality assurance", "qa"],
    &["key performance indicators", "kpis", "kpi"],
    &["excel", "ms excel", "microsoft excel"],
    &["word", "ms word", "microsoft word"],
    &["powerpoint", "ms powerpoint", "microsoft powerpoint"],
    &[
        "microsoft office",
        "ms office",
        "office 365",
        "microsoft 365",
    ],
    &["sap", "sap r 3", "sap erp", "sap s 4hana", "s 4hana"],
    &["registered nurse", "rn"],
    &["licensed practical nurse", "lpn"],
    &[
        "intensive care",
        "icu",
        "intensive care unit",
        "critical care",
        "intensivpflege",
        "intensivstation",
    ],
    &["basic life support", "bls"],
    &[
        "advanced cardiac life support",
        "advanced cardiovascular life support",
        "acls",
    ],
    &[
        "emergency room",
        "er",
        "emergency department",
        "notaufnahme",
    ],
    &[
        "electronic health records",
        "ehr",
        "electronic medical records",
        "emr",
    ],
    &["certified public accountant", "cpa"],
    &["ifrs", "international financial reporting standards"],
    &["gaap", "us gaap"],
    &["accounts payable", "ap", "kreditorenbuchhaltung"],
    &["accounts receivable", "ar", "debitorenbuchhaltung"],
    &[
        "project management",
        "projektmanagement",
        "gestion de projet",
    ],
    &[
        "team leadership",
        "team lead",
        "leading a team",
        "teamfuhrung",
        "people management",
        "led a team",
    ],
    &[
        "forklift",
        "fork lift",
        "forklift licence",
        "forklift license",
        "staplerschein",
        "gabelstapler",
    ],
    &[
        "warehouse management system",
        "wms",
        "warehouse management systems",
    ],
    &["business to business", "b2b"],
    &["software as a service", "saas"],
    &["object oriented programming", "oop"],
    &["bookkeeping", "buchhaltung"],
    &["photoshop", "adobe photoshop"],
    &["illustrator", "adobe illustrator"],
    &["figma", "figma design"],
    &["autocad", "auto cad"],
    &["chief executive officer", "ceo"],
    &["chief financial officer", "cfo"],
    &["chief technology officer", "cto"],
    &["lisbon", "lisboa", "lissabon", "lisbonne"],
    &["munich", "munchen", "muenchen"],
    &["cologne", "koln", "koeln"],
    &["vienna", "wien"],
    &["zurich", "zuerich"],
    &["geneva", "genf", "geneve"],
    &["milan", "milano", "mailand"],
    &["rome", "roma", "rom"],
    &["warsaw", "warszawa", "warschau"],
    &["prague", "praha", "prag"],
    &["copenhagen", "kobenhavn", "kopenhagen"],
    &["brussels", "brussel", "bruxelles"],
    &["the hague", "den haag"],
    &["nuremberg", "nurnberg", "nuernberg"],
    &["hanover", "hannover"],
    &["gothenburg", "goteborg"],
    &["seville", "sevilla"],
    &["porto", "oporto"],
    &["turin", "torino"],
    &["florence", "firenze"],
    &["naples", "napoli"],
    &["antwerp", "antwerpen"],
    &["bucharest", "bucuresti"],
    &["krakow", "cracow", "krakau"],
    &["new york", "new york city", "nyc"],
    &["frankfurt", "frankfurt am main"],
    &["dusseldorf", "duesseldorf"],
    &["athens", "athina"],
    &["london", "greater london"],
];

/// How a term must be spelt to count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Term {
    /// Normalised words, each [`fold`]ed.
    pub words: Vec<String>,
    /// For ordinary words: the only spelling that counts.
    pub spelling: Option<&'static str>,
}

pub(crate) fn is_stop_word(word: &str) -> bool {
    STOP_WORDS.contains(&word) || word.bytes().all(|byte| byte.is_ascii_digit())
}

/// One form for singular and plural. Applied to both sides, so that it need not be right, only equal.
pub(crate) fn fold(word: &str) -> &str {
    match word.strip_suffix('s') {
        Some(stem) if stem.len() >= 3 && !stem.ends_with('s') => stem,
        _ => word,
    }
}

pub(crate) fn label_words(label: &str) -> Vec<String> {
    words(&normalise(label)).map(str::to_owned).collect()
}

/// The label's own words; then, where they differ, the words without fillers.
pub(crate) fn terms(label: &str) -> Vec<Term> {
    let full = label_words(label);
    let core: Vec<String> = trimmed(&full, |word| FILLERS.contains(&word) || is_stop_word(word));
    let mut out = Vec::new();
    for form in [full, core] {
        add_with_variants(&form, label, &mut out);
    }
    out
}

/// The title without words of rank and hours, where that leaves something.
pub(crate) fn bare_title(label: &str) -> Vec<Term> {
    let full: Vec<String> = label_words(label);
    let bare: Vec<String> = full
        .iter()
        .filter(|word| !SENIORITY.contains(&word.as_str()))
        .cloned()
        .collect();
    let mut out = Vec::new();
    if bare.len() < full.len() {
        add_with_variants(&bare, label, &mut out);
    }
    out
}

/// The words a need is about, for the model: "Rust in production" is about Rust.
pub(crate) fn subject(label: &str) -> String {
    trimmed(&label_words(label), |word| {
        FILLERS.contains(&word) || is_stop_word(word)
    })
    .join(" ")
}

fn trimmed(words: &[String], drop: impl Fn(&str) -> bool) -> Vec<String> {
    let start = words
        .iter()
        .position(|word| !drop(word))
        .unwrap_or(words.len());
    let end = words
        .iter()
        .rposition(|word| !drop(word))
        .map_or(start, |last| last + 1);
    words[start..end].to_vec()
}

fn add_with_variants(form: &[String], label: &str, out: &mut Vec<Term>) {
    if form.is_empty() {
        return;
    }
    add(form, label, out);
    let same = |variant: &str| label_words(variant) == form;
    for group in VARIANTS
        .iter()
        .filter(|group| group.iter().any(|variant| same(variant)))
    {
        for variant in *group {
            add(&label_words(variant), variant, out);
        }
    }
}

fn add(form: &[String], label: &str, out: &mut Vec<Term>) {
    let spelling = match form {
        [only] => SPELT_EXACTLY
            .iter()
            .find(|spelt| label.contains(*spelt) && normalise(spelt) == only.as_str())
            .or_else(|| {
                SPELT_EXACTLY
                    .iter()
                    .find(|spelt| normalise(spelt) == only.as_str())
            }),
        _ => None,
    };
    let term = Term {
        words: form.iter().map(|word| fold(word).to_owned()).collect(),
        spelling: spelling.copied(),
    };
    if !out.contains(&term) {
        out.push(term);
    }
}
