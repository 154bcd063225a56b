//! What matching reads about a person.
//!
//! Protected facts are no inputs: there is no field for a name, a photo, a gender, an age, a birth date, a marital
//! status or a nationality. Free text may still contain them, so of a [`FieldKind::Text`] field
//! - the head is not read: the first line with words (the name by convention, and the next one where the first only
//!   says "Curriculum vitae"),
//! - lines with an e-mail address, a phone number in international form or a label of a protected fact are not read,
//! - web addresses are not read,
//! - what the caller lists in [`Field::hidden`] is not read: the caller knows the person's name and puts every place
//!   where it occurs there, because "Baker" in a name must not match a bakery.

use crate::model::words::normalise;
use crate::score::Reason;
use crate::tokens::spans;
use crate::vocabulary::label_words;
use std::ops::Range;

/// What a field says about the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    /// A title the person holds or held.
    Title,
    /// One skill.
    Skill,
    /// Where the person lives or can work.
    City,
    /// A language the person speaks, as written.
    Language,
    /// Working experience in total; the text is what the reader sees as its source, such as "2014–2024".
    Experience { months: u32 },
    /// Resume text, notes of an interview, a cover letter.
    Text,
}

/// One piece of what is known.
#[derive(Debug, Clone, Copy)]
pub struct Field<'a> {
    pub kind: FieldKind,
    pub text: &'a str,
    /// Byte ranges of `text` that must not be read; set by the caller for names.
    pub hidden: &'a [Range<usize>],
}

/// Everything that is known, in the order in which a reader should see it.
#[derive(Debug, Clone, Default)]
pub struct Profile<'a> {
    pub fields: Vec<Field<'a>>,
}

/// A [`Field`] that owns its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnedField {
    pub kind: FieldKind,
    pub text: String,
    pub hidden: Vec<Range<usize>>,
}

/// A [`Profile`] that owns its text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OwnedProfile {
    pub fields: Vec<OwnedField>,
}

impl<'a> Profile<'a> {
    /// Adds a field without hidden parts; empty text is left out.
    pub fn with(mut self, kind: FieldKind, text: &'a str) -> Self {
        if !text.trim().is_empty() {
            self.fields.push(Field { kind, text, hidden: &[] });
        }
        self
    }

    /// Adds resume text of which `hidden` must not be read.
    pub fn with_text(mut self, text: &'a str, hidden: &'a [Range<usize>]) -> Self {
        self.fields.push(Field { kind: FieldKind::Text, text, hidden });
        self
    }

    /// The same profile with the words of one reason cut out. Spaces and punctuation around them stay, so what was
    /// apart before is not suddenly a phrase. A field of which nothing is left says nothing any more.
    pub fn without(&self, reason: &Reason) -> OwnedProfile {
        let cut = |(index, field): (usize, &Field<'a>)| {
            let mut cuts: Vec<Range<usize>> = reason
                .words
                .iter()
                .filter(|word| word.field == index)
                .map(|word| word.span.clone())
                .collect();
            cuts.sort_by_key(|range| range.start);
            let owned = cut_field(field, &cuts);
            let gone = matches!(field.kind, FieldKind::Experience { .. }) && !cuts.is_empty();
            if gone { OwnedField { kind: FieldKind::Experience { months: 0 }, ..owned } } else { owned }
        };
        OwnedProfile { fields: self.fields.iter().enumerate().map(cut).collect() }
    }
}

/// Every place in a text where one of the words stands, whatever its case and accents: for [`Field::hidden`], with the
/// parts of the person's name. The name goes no further than this.
pub fn places_of(text: &str, words: &[&str]) -> Vec<Range<usize>> {
    let parts: Vec<String> = words.iter().flat_map(|word| label_words(word)).collect();
    let named =
        |span: &Range<usize>| parts.iter().any(|part| normalise(&text[span.clone()]) == part.as_str());
    spans(text, 0..text.len()).into_iter().filter(named).collect()
}

fn cut_field(field: &Field<'_>, cuts: &[Range<usize>]) -> OwnedField {
    let mut text = String::with_capacity(field.text.len());
    let mut from = 0;
    for cut in cuts {
        text.push_str(&field.text[from..cut.start]);
        from = cut.end;
    }
    text.push_str(&field.text[from..]);
    let moved =
        |at: usize| at - cuts.iter().filter(|cut| cut.end <= at).map(ExactSizeIterator::len).sum::<usize>();
    let hidden = field.hidden.iter().map(|range| moved(range.start)..moved(range.end)).collect();
    OwnedField { kind: field.kind, text, hidden }
}

impl OwnedProfile {
    pub fn as_profile(&self) -> Profile<'_> {
        let fields = self.fields.iter().map(|field| Field {
            kind: field.kind,
            text: &field.text,
            hidden: &field.hidden,
        });
        Profile { fields: fields.collect() }
    }
}
