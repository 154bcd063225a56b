//! Personal data that a firm may have to hide: found by their labels, marked, never interpreted.

use crate::draft::Draft;
use crate::lexicon::{fold, is_han, tokens};
use crate::resume::{Fact, Name, PersonalDatum, PersonalKind};

/// Labels in eight languages, folded; the first kind that fits wins.
const LABELS: [(PersonalKind, &str); 8] = [
    (
        PersonalKind::BirthPlace,
        "place of birth|birthplace|born in|geburtsort und|geboren in|ne a|nee a|heimatort|lugar de nacimiento y|naturalidad|nata a|nato a|geboren te|户籍|籍贯地|geburtsort|lieu de naissance|lugar de nacimiento|local de nascimento|naturalidade|luogo di nascita|geboorteplaats|籍贯|出生地",
    ),
    (
        PersonalKind::BirthDate,
        "date and place of birth|date of birth|birth date|birthday|geburtsdatum und|geburtsdatum/|geburtstag|geb. am|geb.-datum|date et lieu de naissance|ne(e) le|fecha y lugar de nacimiento|data e local de nascimento|nascimento|nacimiento|luogo e data di nascita|data e luogo di nascita|nato/a il|geboortedatum en|geboren op|geb.datum|birthdate|born|dob|d.o.b|geburtsdatum|geboren am|geboren|geb.|date de naissance|ne le|nee le|fecha de nacimiento|nacido|nacida|data de nascimento|nascido|nascida|data di nascita|nato il|nata il|nato a|nata a|geboortedatum|出生日期|出生年月|生日",
    ),
    (
        PersonalKind::MaritalStatus,
        "marital status|relationship status|zivilstand|situation matrimoniale|estado conyugal|situacao conjugal|situazione familiare|stato familiare|burgerlijke stand|婚否|civil status|familienstand|personenstand|etat civil|situation familiale|situation de famille|estado civil|stato civile|burgerlijke staat|婚姻状况|婚姻",
    ),
    (
        PersonalKind::Children,
        "children|number of children|dependents|anzahl kinder|nombre d'enfants|numero de hijos|enfants|hijos|filhos|figli|kinderen|子女",
    ),
    (
        PersonalKind::Nationality,
        "nationality|nationalities|nationalitaten|burgerschaft|ciudadania|cidadania|burgerschap|citizenship|staatsangehorigkeit|nationalitat|staatsburgerschaft|nationalite|nacionalidad|nacionalidade|nazionalita|cittadinanza|nationaliteit|国籍|民族",
    ),
    (
        PersonalKind::Gender,
        "gender|sex|pronouns|anrede|civilite|geschlecht|sexe|sexo|genero|sesso|geslacht|性别",
    ),
    (
        PersonalKind::Religion,
        "religion|faith|konfession|religionszugehorigkeit|confession|religieuze|confessione|geloof|宗教信仰|religiao|religione|godsdienst|政治面貌|宗教",
    ),
    (PersonalKind::Age, "age|alter|edad|idade|eta|leeftijd|年龄"),
];

/// Words that are a gender by themselves.
const GENDERS: &str = "male female mannlich weiblich masculin feminin homme femme masculino femenino feminino hombre mujer maschile femminile maschio femmina mannelijk vrouwelijk vrouw 男 女 男性 女性";

/// Forms of address that tell the gender.
const ADDRESSES: &str =
    "mr mrs ms miss herr frau m mme mlle sr sra srta sig sig.ra dhr mevr mevrouw 先生 女士 小姐";

/// Nouns for children, behind a number.
const CHILDREN: &str = "child children kind kinder enfant enfants hijo hijos hija hijas filho filhos filha filhas figlio figli figlia kinderen";

/// Words that are a marital status by themselves.
const STATUSES: &str = "viudo viuda viuvo viuva vedovo vedova weduwe weduwnaar samenwonend alleenstaand gescheiden partnerschaft concubinage union uniao divorziato divorziata sposato sposata alleinstehend 离异 丧偶 ledig verheiratet geschieden verwitwet celibataire marie mariee divorce divorcee pacse soltero soltera casado casada divorciado divorciada solteiro solteira celibe nubile coniugato coniugata ongehuwd gehuwd 未婚 已婚";

/// The kind of personal data a line gives, by its label.
pub(crate) fn kind_of(line: &str) -> Option<PersonalKind> {
    if line.len() > 160 {
        return None;
    }
    let folded = fold(line);
    let bare = folded.trim_start_matches(|character: char| !character.is_alphanumeric());
    for (kind, labels) in LABELS {
        for label in labels.split('|') {
            let Some(rest) = bare.strip_prefix(label) else {
                continue;
            };
            let wide = label.chars().any(is_han);
            let next = rest.chars().next();
            if next.is_some_and(char::is_alphanumeric) && !wide {
                continue;
            }
            let value = rest.trim_matches(|character: char| !character.is_alphanumeric());
            // A word in a sentence is no label: it needs a colon, or a short value of the right kind.
            let labelled = rest.trim_start().starts_with([':', '：', '/', '(']);
            let dated = value.chars().filter(char::is_ascii_digit).count() >= 4;
            let fits = match kind {
                PersonalKind::BirthDate => dated || labelled,
                PersonalKind::Age => {
                    labelled && value.chars().any(|character| character.is_ascii_digit())
                        || value.chars().all(|character| character.is_ascii_digit()) && value.len() == 2
                }
                PersonalKind::Children => {
                    labelled || value.len() < 12 && value.chars().any(|character| character.is_ascii_digit())
                }
                _ if label.len() <= 3 && label.is_ascii() => labelled,
                _ => labelled || !value.is_empty() && tokens(value).count() <= 3,
            };
            if fits {
                return Some(kind);
            }
        }
    }
    let words: Vec<&str> = tokens(bare).collect();
    if words.len() <= 4
        && words.first().is_some_and(|first| STATUSES.split(' ').any(|status| status == *first))
    {
        return Some(PersonalKind::MaritalStatus);
    }
    if matches!(words.as_slice(), ["single" | "married" | "divorced" | "widowed" | "engaged"]) {
        return Some(PersonalKind::MaritalStatus);
    }
    if matches!(words.as_slice(), [only] if GENDERS.split(' ').any(|gender| gender == *only)) {
        return Some(PersonalKind::Gender);
    }
    if let [count, noun] = words.as_slice()
        && (count.len() <= 2 && count.bytes().all(|byte| byte.is_ascii_digit())
            || matches!(
                *count,
                "one"
                    | "two"
                    | "three"
                    | "ein"
                    | "zwei"
                    | "drei"
                    | "un"
                    | "une"
                    | "deux"
                    | "trois"
                    | "dos"
                    | "tres"
                    | "dois"
                    | "duas"
                    | "due"
                    | "tre"
                    | "een"
                    | "twee"
                    | "drie"
            ))
        && CHILDREN.split(' ').any(|known| known == *noun)
    {
        return Some(PersonalKind::Children);
    }
    let years = [
        "years old",
        "jahre alt",
        "ans",
        "anos",
        "anos de edad",
        "anos de idade",
        "anni",
        "周岁",
        "jaar oud",
        "岁",
    ];
    let digits = bare.chars().take_while(char::is_ascii_digit).count();
    if digits == 2 && years.iter().any(|word| bare[2..].trim_start() == *word) {
        return Some(PersonalKind::Age);
    }
    None
}

/// All personal data of the document, in order.
pub(crate) fn find(draft: &Draft) -> Vec<PersonalDatum> {
    let mut found: Vec<PersonalDatum> = Vec::new();
    for line in &draft.lines {
        let text = line.text();
        let pieces: Vec<&str> = text.split(['|', '•', '·', ';']).map(str::trim).collect();
        // "geboren am 3.2.1992 in Zams, ledig, 2 Kinder": one datum opens the line, the rest follows.
        let opens = pieces.iter().any(|piece| kind_of(piece).is_some());
        let parts = pieces
            .into_iter()
            .flat_map(|piece| if opens && piece.len() < 160 { split_parts(piece) } else { vec![piece] });
        for piece in parts {
            if let Some(kind) = kind_of(piece)
                && found.len() < 50
            {
                found.push(PersonalDatum {
                    kind,
                    quote: piece.to_owned(),
                    place: draft.placed.then(|| line.place()),
                });
            }
        }
    }
    if let Some(place) = draft.photo {
        found.push(PersonalDatum {
            kind: PersonalKind::Photo,
            quote: String::new(),
            place: Some(place).filter(|_| draft.placed),
        });
    }
    found
}

/// A line of personal data at its commas, except within a date or a label's value that is no datum.
fn split_parts(piece: &str) -> Vec<&str> {
    let parts: Vec<&str> =
        piece.split([',', '，', '、']).map(str::trim).filter(|part| !part.is_empty()).collect();
    if parts.iter().skip(1).any(|part| kind_of(part).is_some()) { parts } else { vec![piece] }
}

/// A form of address before the name tells the gender.
pub(super) fn by_address(name: Option<&Fact<Name>>) -> Option<PersonalDatum> {
    let fact = name?;
    let honorific = fact.value.honorific.as_deref()?;
    let folded = fold(honorific);
    let tells = folded
        .split_whitespace()
        .any(|word| ADDRESSES.split(' ').any(|known| known == word.trim_end_matches(['.', ','])));
    tells.then(|| PersonalDatum {
        kind: PersonalKind::Gender,
        quote: honorific.to_owned(),
        place: fact.place,
    })
}

#[cfg(test)]
mod tests {
    use super::kind_of;
    use crate::resume::PersonalKind;

    #[test]
    fn labels_are_known_in_every_language() {
        let cases = [
            ("Geburtsdatum 21.1.1998", PersonalKind::BirthDate),
            ("Date of birth: 28/4/1990", PersonalKind::BirthDate),
            ("Né le 3 mars 1990", PersonalKind::BirthDate),
            ("Staatsangehörigkeit deutsch", PersonalKind::Nationality),
            ("Estado civil: casado", PersonalKind::MaritalStatus),
            ("性别:男", PersonalKind::Gender),
            ("Age: 34", PersonalKind::Age),
            ("ledig", PersonalKind::MaritalStatus),
            ("Zivilstand: ledig", PersonalKind::MaritalStatus),
            ("Née le 22 juillet 1990", PersonalKind::BirthDate),
            ("Lieu de naissance : Brest", PersonalKind::BirthPlace),
            ("Situation matrimoniale : mariée", PersonalKind::MaritalStatus),
            ("Nacionalidad: argentina", PersonalKind::Nationality),
            ("37 años", PersonalKind::Age),
            ("Idade: 36 anos", PersonalKind::Age),
            ("Data de nascimento: 09/01/1984", PersonalKind::BirthDate),
            ("nato il 3 maggio 1983", PersonalKind::BirthDate),
            ("Cittadinanza: italiana", PersonalKind::Nationality),
            ("Stato civile: coniugata", PersonalKind::MaritalStatus),
            ("Geboren: 11-05-1990", PersonalKind::BirthDate),
            ("Burgerlijke staat: gehuwd", PersonalKind::MaritalStatus),
            ("Geslacht: vrouw", PersonalKind::Gender),
            ("出生年月:1991年5月", PersonalKind::BirthDate),
            ("婚姻状况:已婚", PersonalKind::MaritalStatus),
            ("34岁", PersonalKind::Age),
            ("女", PersonalKind::Gender),
            ("2 Kinder", PersonalKind::Children),
            ("deux enfants", PersonalKind::Children),
            ("Married", PersonalKind::MaritalStatus),
        ];
        for (line, kind) in cases {
            assert_eq!(kind_of(line), Some(kind), "{line}");
        }
    }

    #[test]
    fn prose_is_not_personal() {
        for line in [
            "Age-appropriate lessons for children in four classes",
            "Born leader with a passion for sales and service teams",
            "Sex education programme lead",
            "Single page applications",
            "Children's theatre, two seasons",
            "Male voice choir, second tenor",
        ] {
            assert_eq!(kind_of(line), None, "{line}");
        }
    }
}
