//! What was read: plain values, each fact with its place and our confidence in it.
//!
//! Nothing here knows how it was found; the stages that fill it do not depend on each other's types.

use crate::format::Format;

/// Everything read from one file.
#[derive(Debug, Clone, PartialEq)]
pub struct Resume {
    /// What the file is, by its content.
    pub format: Format,
    /// The language most of the text is in, ISO 639-1.
    pub language: &'static str,
    /// The whole text in reading order, for search. Holds everything, understood or not.
    pub text: String,
    /// Pages as printed; 1 for formats without pages.
    pub page_count: u32,
    /// Width and height of each page in points; empty for formats without pages.
    pub pages: Vec<(f32, f32)>,
    /// The lines of `text` with their boxes, for outlining on a page image.
    pub lines: Vec<TextLine>,
    /// The person's name.
    pub name: Option<Fact<Name>>,
    /// E-mail addresses, most likely first.
    pub emails: Vec<Fact<String>>,
    /// Phone numbers in E.164 where the country is known, else as printed.
    pub phones: Vec<Fact<String>>,
    /// Web addresses of the person, as printed.
    pub links: Vec<Fact<String>>,
    /// Where the person lives.
    pub location: Option<Fact<Location>>,
    /// The line under the name: "Senior Nurse".
    pub headline: Option<Fact<String>>,
    /// The opening paragraph about the person.
    pub summary: Option<Fact<String>>,
    /// Positions held, in the order of the document. Two positions at one employer are two entries.
    pub employments: Vec<Employment>,
    /// Degrees and schools, in the order of the document.
    pub educations: Vec<Education>,
    /// What the document lists as skills.
    pub skills: Vec<Fact<String>>,
    /// Languages spoken.
    pub languages: Vec<Fact<Language>>,
    /// Certificates and licences.
    pub certificates: Vec<Fact<Certificate>>,
    /// Data that blind review hides and some firms must not keep.
    pub personal: Vec<PersonalDatum>,
    /// Blocks of text that no stage understood, in reading order.
    pub unread: Vec<String>,
}

/// A value with where it came from and how sure we are.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact<T> {
    /// The value.
    pub value: T,
    /// 0 to 1; of facts at 0.9 or more, 97 in 100 are right.
    pub confidence: f32,
    /// The box on the page, when the format has pages.
    pub place: Option<Place>,
    /// The words as printed.
    pub quote: String,
}

impl<T> Fact<T> {
    /// Whether the correction screen may pass over this fact.
    pub fn is_sure(&self) -> bool {
        self.confidence >= SURE
    }
}

/// From here on a fact is shown as "Sure".
pub const SURE: f32 = 0.9;

/// A box on a page. Points (1/72 inch) from the top left corner; pages count from 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// The page, from 1.
    pub page: u32,
    /// Left edge.
    pub x0: f32,
    /// Top edge.
    pub y0: f32,
    /// Right edge.
    pub x1: f32,
    /// Bottom edge.
    pub y1: f32,
}

impl Place {
    /// The smallest box around both; the first one's page wins.
    pub fn around(self, other: Place) -> Place {
        if self.page != other.page {
            return self;
        }
        Place {
            page: self.page,
            x0: self.x0.min(other.x0),
            y0: self.y0.min(other.y0),
            x1: self.x1.max(other.x1),
            y1: self.y1.max(other.y1),
        }
    }
}

/// One line of the text with its box.
#[derive(Debug, Clone, PartialEq)]
pub struct TextLine {
    /// The words.
    pub text: String,
    /// Set in bold type or said to be a heading.
    pub bold: bool,
    /// Where they stand.
    pub place: Place,
}

/// A person's name in parts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Name {
    /// As one string, without titles: "Anna van der Berg".
    pub full: String,
    /// Given names.
    pub given: String,
    /// Family name with its particles.
    pub family: String,
    /// "Dr.", "Prof." and the like, as printed.
    pub honorific: Option<String>,
}

/// A place of living.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Location {
    /// City as printed.
    pub city: Option<String>,
    /// State or province as printed.
    pub region: Option<String>,
    /// ISO 3166-1 alpha-2, when it can be told.
    pub country_code: Option<String>,
    /// Street and number.
    pub address: Option<String>,
    /// Postal code.
    pub postal_code: Option<String>,
}

/// A date with the precision that was printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct PartialDate {
    /// Four digits.
    pub year: i32,
    /// 1 to 12, when printed.
    pub month: Option<u8>,
}

impl std::fmt::Display for PartialDate {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.month {
            Some(month) => write!(out, "{:04}-{month:02}", self.year),
            None => write!(out, "{:04}", self.year),
        }
    }
}

/// One position at one employer.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Employment {
    /// The employer.
    pub employer: Option<Fact<String>>,
    /// The position.
    pub title: Option<Fact<String>>,
    /// First month or year.
    pub from: Option<Fact<PartialDate>>,
    /// Last month or year; none while ongoing or when not printed.
    pub to: Option<Fact<PartialDate>>,
    /// The document says that it goes on ("to date", "seit 2019").
    pub ongoing: bool,
    /// Where the work was done.
    pub place: Option<Fact<String>>,
    /// What was done, line by line.
    pub text: Option<Fact<String>>,
}

/// One study or training.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Education {
    /// School, university, training firm.
    pub institution: Option<Fact<String>>,
    /// "Bachelor of Science", "Abitur".
    pub degree: Option<Fact<String>>,
    /// Field of study.
    pub area: Option<Fact<String>>,
    /// Start.
    pub from: Option<Fact<PartialDate>>,
    /// End; for a single printed date, that one.
    pub to: Option<Fact<PartialDate>>,
}

/// A language and how well.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Language {
    /// ISO 639-1, when known.
    pub code: Option<&'static str>,
    /// As printed.
    pub name: String,
    /// As printed: "fluent", "B2".
    pub level: Option<String>,
}

/// A certificate or licence.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Certificate {
    /// As printed, without the date.
    pub name: String,
    /// When it was given.
    pub date: Option<PartialDate>,
}

/// Which kind of personal data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PersonalKind {
    /// Date of birth.
    BirthDate,
    /// Place of birth.
    BirthPlace,
    /// Age in years.
    Age,
    /// Married, single.
    MaritalStatus,
    /// Children.
    Children,
    /// Citizenship.
    Nationality,
    /// Gender, also as a form of address.
    Gender,
    /// Religion.
    Religion,
    /// A photograph.
    Photo,
}

impl PersonalKind {
    /// A stable word for storage.
    pub fn word(self) -> &'static str {
        match self {
            PersonalKind::BirthDate => "birth_date",
            PersonalKind::BirthPlace => "birth_place",
            PersonalKind::Age => "age",
            PersonalKind::MaritalStatus => "marital_status",
            PersonalKind::Children => "children",
            PersonalKind::Nationality => "nationality",
            PersonalKind::Gender => "gender",
            PersonalKind::Religion => "religion",
            PersonalKind::Photo => "photo",
        }
    }

    /// The reverse of [`PersonalKind::word`].
    pub fn from_word(word: &str) -> Option<PersonalKind> {
        [
            PersonalKind::BirthDate,
            PersonalKind::BirthPlace,
            PersonalKind::Age,
            PersonalKind::MaritalStatus,
            PersonalKind::Children,
            PersonalKind::Nationality,
            PersonalKind::Gender,
            PersonalKind::Religion,
            PersonalKind::Photo,
        ]
        .into_iter()
        .find(|kind| kind.word() == word)
    }
}

/// One piece of personal data found.
#[derive(Debug, Clone, PartialEq)]
pub struct PersonalDatum {
    /// What it is.
    pub kind: PersonalKind,
    /// The words as printed, with their label; empty for a photo.
    pub quote: String,
    /// Where it stands.
    pub place: Option<Place>,
}
