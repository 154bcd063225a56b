//! The fields of the index, and how a person becomes a document.
//!
//! A bare word is looked up in one field, `everything`, that holds all words of a person: one
//! posting list for a word instead of eight. `head` repeats the words that make a better hit, and
//! only adds to the score. `open` holds the words a masked reader may search.

use search_syntax::{Word, words};
use tantivy::TantivyDocument;
use tantivy::schema::{
    BytesOptions, Field, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer, TokenizerManager};

use crate::facets::facet_terms;
use crate::person::PersonDoc;

/// Raised when documents or fields change their meaning: an index of another version is left
/// aside and built anew.
pub(crate) const VERSION: u32 = 2;

const TOKENIZER: &str = "words";
/// What a phone number has at least; shorter runs of its digits find nobody.
const PHONE_DIGITS_MIN: usize = 6;

/// Handles of the fields.
#[derive(Clone, Copy)]
pub(crate) struct Fields {
    /// Workspace and person; the only key, for replacing and removing.
    pub key: Field,
    pub workspace: Field,
    pub job: Field,
    pub facet: Field,
    pub person: Field,
    pub stamp: Field,
    pub name_order: Field,
    pub last_contact_at: Field,
    pub created_at: Field,
    pub updated_at: Field,
    pub experience_years: Field,
    /// Four numbers a meaning, in the order of the meanings.
    pub meaning: Field,
    pub everything: Field,
    pub head: Field,
    pub open: Field,
    pub name: Field,
    pub title: Field,
    pub company: Field,
    pub skill: Field,
    pub city: Field,
    pub country: Field,
    pub school: Field,
    pub language: Field,
    pub email: Field,
    pub phone: Field,
    pub tag: Field,
    pub source: Field,
}

pub(crate) fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let indexed = || NumericOptions::default().set_indexed();
    let fast = || NumericOptions::default().set_fast();
    let facet = TextFieldIndexing::default()
        .set_tokenizer("raw")
        .set_fieldnorms(false)
        .set_index_option(IndexRecordOption::Basic);
    let facet = TextOptions::default().set_indexing_options(facet).set_fast("raw");
    let text = TextFieldIndexing::default()
        .set_tokenizer(TOKENIZER)
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let text = || TextOptions::default().set_indexing_options(text.clone());
    let fields = Fields {
        key: builder.add_bytes_field("key", BytesOptions::default().set_indexed()),
        workspace: builder.add_u64_field("workspace", indexed()),
        job: builder.add_u64_field("job", indexed()),
        facet: builder.add_text_field("facet", facet),
        person: builder.add_i64_field("person", fast()),
        stamp: builder.add_u64_field("stamp", fast()),
        name_order: builder.add_text_field("name_order", TextOptions::default().set_fast("raw")),
        last_contact_at: builder.add_i64_field("last_contact_at", fast()),
        created_at: builder.add_i64_field("created_at", fast()),
        updated_at: builder.add_i64_field("updated_at", fast()),
        experience_years: builder.add_i64_field("experience_years", fast()),
        meaning: builder.add_u64_field("meaning", fast()),
        everything: builder.add_text_field("everything", text()),
        head: builder.add_text_field("head", text()),
        open: builder.add_text_field("open", text()),
        name: builder.add_text_field("name", text()),
        title: builder.add_text_field("title", text()),
        company: builder.add_text_field("company", text()),
        skill: builder.add_text_field("skill", text()),
        city: builder.add_text_field("city", text()),
        country: builder.add_text_field("country", text()),
        school: builder.add_text_field("school", text()),
        language: builder.add_text_field("language", text()),
        email: builder.add_text_field("email", text()),
        phone: builder.add_text_field("phone", text()),
        tag: builder.add_text_field("tag", text()),
        source: builder.add_text_field("source", text()),
    };
    (builder.build(), fields)
}

/// The key of a person: 16 bytes, unique in the index.
pub(crate) fn key(workspace: i64, person: i64) -> [u8; 16] {
    let mut key = [0; 16];
    key[..8].copy_from_slice(&workspace.to_be_bytes());
    key[8..].copy_from_slice(&person.to_be_bytes());
    key
}

/// An id as the index keeps it; ids are positive.
pub(crate) fn unsigned(id: i64) -> u64 {
    id.cast_unsigned()
}

pub(crate) fn document(person: &PersonDoc, fields: &Fields) -> TantivyDocument {
    let mut document = TantivyDocument::new();
    document.add_bytes(fields.key, &key(person.workspace, person.person));
    document.add_u64(fields.workspace, unsigned(person.workspace));
    document.add_i64(fields.person, person.person);
    document.add_u64(fields.stamp, person.stamp());
    document.add_text(fields.name_order, search_syntax::fold(&person.name));
    document.add_i64(fields.last_contact_at, person.last_contact_at);
    document.add_i64(fields.created_at, person.created_at);
    document.add_i64(fields.updated_at, person.updated_at);
    if let Some(years) = person.experience_years {
        document.add_i64(fields.experience_years, i64::from(years));
    }
    person.meanings.iter().flatten().for_each(|&bits| document.add_u64(fields.meaning, bits));
    let mut jobs = person.job_ids.clone();
    jobs.sort_unstable();
    jobs.dedup();
    jobs.into_iter().for_each(|job| document.add_u64(fields.job, unsigned(job)));
    facet_terms(person).iter().for_each(|term| document.add_text(fields.facet, term));
    add_words(&mut document, person, fields);
    document
}

fn add_words(document: &mut TantivyDocument, person: &PersonDoc, fields: &Fields) {
    let one = std::slice::from_ref::<String>;
    let own: [(Field, &[String]); 13] = [
        (fields.name, one(&person.name)),
        (fields.name, &person.alternative_names),
        (fields.title, one(&person.title)),
        (fields.title, &person.titles_past),
        (fields.company, one(&person.company)),
        (fields.company, &person.companies_past),
        (fields.skill, &person.skills),
        (fields.city, one(&person.city)),
        (fields.country, one(&person.country)),
        (fields.school, &person.schools),
        (fields.language, &person.languages),
        (fields.tag, &person.tags),
        (fields.source, one(&person.source)),
    ];
    for (field, texts) in own {
        for text in texts.iter().filter(|text| !text.is_empty()) {
            document.add_text(field, text);
            document.add_text(fields.everything, text);
        }
    }
    for email in &person.emails {
        document.add_text(fields.email, email);
        document.add_text(fields.everything, email);
    }
    for phone in &person.phones {
        document.add_text(fields.phone, phone_words(phone));
        document.add_text(fields.everything, phone);
        document.add_text(fields.everything, phone_digits(phone));
    }
    document.add_text(fields.everything, &person.text);
    for text in [&person.name, &person.title, &person.company] {
        document.add_text(fields.head, text);
    }
    person.skills.iter().for_each(|skill| document.add_text(fields.head, skill));
    let titles = one(&person.title).iter().chain(&person.titles_past);
    for text in titles.chain(&person.skills).chain(&person.languages) {
        document.add_text(fields.open, text);
    }
}

/// The digits of a phone number, without the zeros in front.
pub(crate) fn phone_digits(phone: &str) -> String {
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    digits.trim_start_matches('0').to_owned()
}

/// Every ending of the number, so that it is found with and without its country code.
fn phone_words(phone: &str) -> String {
    let digits = phone_digits(phone);
    let starts = 0..=digits.len().saturating_sub(PHONE_DIGITS_MIN).min(20);
    starts.map(|start| &digits[start..]).collect::<Vec<_>>().join(" ")
}

/// Tantivy's view of our words: one way of cutting for index, query and marks.
pub(crate) fn tokenizers() -> TokenizerManager {
    let manager = TokenizerManager::default();
    manager.register(TOKENIZER, TextAnalyzer::from(Words));
    manager
}

#[derive(Clone)]
struct Words;

struct WordStream<'a> {
    words: Box<dyn Iterator<Item = Word> + 'a>,
    token: Token,
}

impl Tokenizer for Words {
    type TokenStream<'a> = WordStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream<'a> {
        WordStream { words: Box::new(words(text)), token: Token::default() }
    }
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        let Some(word) = self.words.next() else {
            return false;
        };
        self.token.position = self.token.position.wrapping_add(1);
        self.token.offset_from = word.span.start;
        self.token.offset_to = word.span.end;
        self.token.text = word.folded;
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
