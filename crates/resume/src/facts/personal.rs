//! Personal data that a firm may have to hide: found by their labels, marked, never interpreted.

use crate::draft::Draft;
use crate::lexicon::{fold, is_han, tokens};
use crate::resume::{PersonalDatum, PersonalKind};

/// Labels in eight languages, folded; the first kind that fits wins.
const LABELS: [(PersonalKind, &str); 8] = [
    (
        PersonalKind::BirthPlace,
        "place of birth|birthplace|geburtsort|lieu de naissance|lugar de nacimiento|local de nascimento|naturalidade|luogo di nascita|geboorteplaats|籍贯|出生地",
    ),
    (
        PersonalKind::BirthDate,
        "date of birth|birth date|birthdate|born|dob|d.o.b|geburtsdatum|geboren am|geboren|geb.|date de naissance|ne le|nee le|fecha de nacimiento|nacido|nacida|data de nascimento|nascido|nascida|data di nascita|nato il|nata il|nato a|nata a|geboortedatum|出生日期|出生年月|生日",
    ),
    (
        PersonalKind::MaritalStatus,
        "marital status|civil status|familienstand|personenstand|etat civil|situation familiale|situation de famille|estado civil|stato civile|burgerlijke staat|婚姻状况|婚姻",
    ),
    (PersonalKind::Children, "children|kinder|enfants|hijos|filhos|figli|kinderen|子女"),
    (
        PersonalKind::Nationality,
        "nationality|citizenship|staatsangehorigkeit|nationalitat|staatsburgerschaft|nationalite|nacionalidad|nacionalidade|nazionalita|cittadinanza|nationaliteit|国籍|民族",
    ),
    (PersonalKind::Gender, "gender|sex|geschlecht|sexe|sexo|genero|sesso|geslacht|性别"),
    (PersonalKind::Religion, "religion|konfession|religion|religiao|religione|godsdienst|政治面貌|宗教"),
    (PersonalKind::Age, "age|alter|edad|idade|eta|leeftijd|年龄"),
];

/// Words that are a marital status by themselves.
const STATUSES: &str = "ledig verheiratet geschieden verwitwet celibataire marie mariee divorce divorcee pacse soltero soltera casado casada divorciado divorciada solteiro solteira celibe nubile coniugato coniugata ongehuwd gehuwd 未婚 已婚";

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
    let years = ["years old", "jahre alt", "ans", "anos de edad", "anni", "jaar oud", "岁"];
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
        for piece in pieces {
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
        ] {
            assert_eq!(kind_of(line), None, "{line}");
        }
    }
}
