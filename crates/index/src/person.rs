//! What the index is told about a person.

/// A meaning in 256 bits. Who draws them decides what near means; the index only counts bits.
pub type Meaning = [u64; 4];

/// A person as the record knows them, in the shape the index needs. The keeper that follows the
/// journal makes it anew at every change; the index keeps none of it to show.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PersonDoc {
    pub workspace: i64,
    pub person: i64,
    pub name: String,
    /// Maiden names, names in another script, nicknames.
    pub alternative_names: Vec<String>,
    pub emails: Vec<String>,
    pub phones: Vec<String>,
    /// The current job title.
    pub title: String,
    pub titles_past: Vec<String>,
    /// The current employer.
    pub company: String,
    pub companies_past: Vec<String>,
    pub skills: Vec<String>,
    pub languages: Vec<String>,
    pub city: String,
    pub country: String,
    pub schools: Vec<String>,
    pub tags: Vec<String>,
    pub source: String,
    /// A facet word such as `open_to_talk`.
    pub status: String,
    pub experience_years: Option<u32>,
    pub pool_ids: Vec<i64>,
    /// Jobs this person has an application on; [`Visibility::Jobs`](crate::Visibility) reads it.
    pub job_ids: Vec<i64>,
    pub owner: Option<i64>,
    /// Milliseconds since 1970, as all times here; 0 for never.
    pub last_contact_at: i64,
    pub created_at: i64,
    pub updated_at: i64,
    /// Resume text and the notes everybody may read.
    pub text: String,
    /// What titles and skills mean, each drawn in 256 bits; near meanings differ in few of them.
    pub meanings: Vec<Meaning>,
    pub off_limits: bool,
}

/// One change to the index.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// Adds a person, or replaces what was known of them.
    Put(Box<PersonDoc>),
    Remove {
        workspace: i64,
        person: i64,
    },
}

impl PersonDoc {
    /// A number that differs when anything indexed differs; the order of ids and tags is no
    /// difference. Stable across builds, since it is stored and compared with later ones.
    pub(crate) fn stamp(&self) -> u64 {
        let mut hash = Hash::new();
        hash.number(self.workspace);
        hash.number(self.person);
        let single = [
            &self.name,
            &self.title,
            &self.company,
            &self.city,
            &self.country,
            &self.source,
            &self.status,
            &self.text,
        ];
        single.iter().for_each(|text| hash.text(text));
        let lists = [
            &self.alternative_names,
            &self.emails,
            &self.phones,
            &self.titles_past,
            &self.companies_past,
            &self.skills,
            &self.languages,
            &self.schools,
            &self.tags,
        ];
        for list in lists {
            let mut sorted: Vec<&String> = list.iter().collect();
            sorted.sort_unstable();
            hash.number(sorted.len() as i64);
            sorted.iter().for_each(|text| hash.text(text));
        }
        for ids in [&self.pool_ids, &self.job_ids] {
            let mut sorted = ids.clone();
            sorted.sort_unstable();
            hash.number(sorted.len() as i64);
            sorted.iter().for_each(|&id| hash.number(id));
        }
        hash.number(self.experience_years.map_or(-1, i64::from));
        hash.number(self.owner.unwrap_or(-1));
        let times = [self.last_contact_at, self.created_at, self.updated_at];
        times.iter().for_each(|&time| hash.number(time));
        hash.number(i64::from(self.off_limits));
        self.meanings.iter().flatten().for_each(|&bits| hash.number(bits.cast_signed()));
        hash.finish()
    }
}

/// FNV-1a with a final mixing, since digests add the stamps up.
struct Hash(u64);

impl Hash {
    fn new() -> Hash {
        Hash(0xcbf2_9ce4_8422_2325)
    }

    fn bytes(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn number(&mut self, number: i64) {
        self.bytes(&number.to_le_bytes());
    }

    fn text(&mut self, text: &str) {
        self.number(text.len() as i64);
        self.bytes(text.as_bytes());
    }

    fn finish(self) -> u64 {
        let mixed = (self.0 ^ (self.0 >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
        (mixed ^ (mixed >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53) ^ (mixed >> 31)
    }
}
