//! `cargo x seed`: a firm of any size with invented people, the same for the same seed.
//!
//! Rows go in through the same door as a restore. About 600 words of resume each, from a vocabulary whose
//! frequencies fall off as words do (Zipf), around the titles, skills and lines of the demo's careers.

use std::path::Path;

use anyhow::{Context, Result};
use db::{Cell, Db, Options, Table};

/// Words of filler besides the careers' own.
const VOCABULARY: usize = 20_000;
/// Words of one resume.
const WORDS: usize = 600;
/// Rows of one transaction.
const BATCH: usize = 1_000;
/// Sunday 22 November 2026: the seeded firm's last day.
const LAST_DAY: i64 = 1_795_305_600_000_000;
const DAY: i64 = 86_400_000_000;
/// How long applications stay in each stage.
const STAY: i64 = DAY / 5;
pub const EMAIL: &str = "measure@example.test";
pub const PASSWORD: &str = "measuring by the book";

/// xorshift64*: the same numbers everywhere.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed | 1)
    }
    pub fn roll(&mut self, below: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let mixed = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
        usize::try_from(mixed).unwrap_or(0) % below.max(1)
    }
    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.roll(from.len())]
    }
    /// Rank of a word: low ranks are frequent.
    fn zipf(&mut self, size: usize) -> usize {
        let share = (self.roll(1_000_000) as f64 + 1.0) / 1_000_001.0;
        let rank = (size as f64).powf(share) - 1.0;
        (rank as usize).min(size - 1)
    }
}

/// What people are made of.
pub struct Stuff {
    pub first: Vec<String>,
    pub last: Vec<String>,
    pub employers: Vec<String>,
    pub cities: Vec<(String, String)>,
    pub professions: Vec<Profession>,
    pub words: Vec<String>,
}

pub struct Profession {
    pub ladder: Vec<String>,
    pub skills: Vec<String>,
    lines: Vec<String>,
}

impl Stuff {
    /// From the demo's story files.
    pub fn load(root: &Path) -> Result<Self> {
        let read = |name: &str| -> Result<toml::Table> {
            let path = root.join("crates/app/src/demo/story").join(name);
            std::fs::read_to_string(&path)?.parse().with_context(|| path.display().to_string())
        };
        let (names, places, careers) = (read("names.toml")?, read("places.toml")?, read("careers.toml")?);
        let (mut first, mut last) = (vec![], vec![]);
        for origin in tables(&names, "origins") {
            first.extend(texts(origin, "women"));
            first.extend(texts(origin, "men"));
            last.extend(texts(origin, "last"));
        }
        let mut employers = vec![];
        let mut cities = vec![];
        for employer in tables(&places, "employers") {
            let text =
                |key: &str| employer.get(key).and_then(toml::Value::as_str).unwrap_or_default().to_owned();
            employers.push(text("name"));
            cities.push((text("city"), text("country")));
        }
        let professions = tables(&careers, "professions")
            .map(|table| Profession {
                ladder: texts(table, "ladder"),
                skills: texts(table, "skills"),
                lines: texts(table, "lines"),
            })
            .collect();
        Ok(Self { first, last, employers, cities, professions, words: vocabulary() })
    }
}

fn tables<'a>(table: &'a toml::Table, key: &str) -> impl Iterator<Item = &'a toml::Table> {
    table.get(key).and_then(toml::Value::as_array).into_iter().flatten().filter_map(toml::Value::as_table)
}

fn texts(table: &toml::Table, key: &str) -> Vec<String> {
    let list = table.get(key).and_then(toml::Value::as_array).into_iter().flatten();
    list.filter_map(toml::Value::as_str).map(str::to_owned).collect()
}

/// Invented words of two to four syllables.
fn vocabulary() -> Vec<String> {
    const SYLLABLES: [&str; 32] = [
        "ba", "ce", "di", "fo", "gu", "ha", "jo", "ki", "la", "me", "ni", "or", "pa", "qui", "re", "so",
        "ta", "ul", "ve", "wi", "xa", "yo", "za", "tra", "pro", "con", "ment", "tion", "ster", "ing", "er",
        "al",
    ];
    let mut dice = Dice::new(7);
    (0..VOCABULARY).map(|_| (0..2 + dice.roll(3)).map(|_| *dice.pick(&SYLLABLES)).collect()).collect()
}

/// Fills an empty data folder.
pub async fn seed(data: &Path, people: usize, root: &Path) -> Result<()> {
    std::fs::create_dir_all(data)?;
    let stuff = Stuff::load(root)?;
    let options = Options { durable: false, ..Options::sqlite(data.join("rapport.db")) };
    let db = Db::open(options).await?;
    let mut writer = Writer { db, rows: vec![] };
    writer.firm().await?;
    let mut dice = Dice::new(42);
    for number in 0..people {
        person(&mut writer, &mut dice, &stuff, number as i64).await?;
    }
    jobs(&mut writer, &mut dice, people).await?;
    writer.flush().await
}

const WORKSPACE: i64 = 1;
const USER: i64 = 2;
/// Ids of people start here; other rows of a person follow from theirs.
const PEOPLE: i64 = 1 << 40;
/// Rows of one kind that one person may have.
const PER_PERSON: i64 = 64;

struct Writer {
    db: Db,
    rows: Vec<(String, Vec<(&'static str, Cell)>)>,
}

fn int(value: i64) -> Cell {
    Cell::Int(value)
}
fn text(value: impl Into<String>) -> Cell {
    Cell::Text(value.into())
}

impl Writer {
    async fn put(&mut self, table: &str, row: Vec<(&'static str, Cell)>) -> Result<()> {
        self.rows.push((table.to_owned(), row));
        if self.rows.len() >= BATCH * 20 {
            self.flush().await?;
        }
        Ok(())
    }

    /// Writes what was gathered, table by table in the order of their parents.
    async fn flush(&mut self) -> Result<()> {
        for table in db::tables() {
            let (own, rest): (Vec<_>, Vec<_>) =
                std::mem::take(&mut self.rows).into_iter().partition(|(name, _)| *name == table.name);
            self.rows = rest;
            for chunk in own.chunks(BATCH) {
                let columns: Vec<String> =
                    chunk[0].1.iter().map(|(column, _)| (*column).to_owned()).collect();
                let rows: Vec<Vec<Cell>> =
                    chunk.iter().map(|(_, row)| row.iter().map(|(_, cell)| cell.clone()).collect()).collect();
                self.db.load(&Table { name: table.name.clone(), columns }, &rows).await?;
            }
        }
        Ok(())
    }

    async fn firm(&mut self) -> Result<()> {
        let hash = record::access::password::hash(PASSWORD).map_err(anyhow::Error::msg)?;
        self.put(
            "workspace",
            vec![("id", int(WORKSPACE)), ("name", text("Measured")), ("created_at", int(LAST_DAY))],
        )
        .await?;
        let counter = vec![
            ("workspace_id", int(WORKSPACE)),
            ("journal_seq", int(0)),
            ("journal_hash", Cell::Bytes(vec![])),
        ];
        self.put("workspace_counter", counter).await?;
        let user = vec![
            ("workspace_id", int(WORKSPACE)),
            ("id", int(USER)),
            ("email", text(EMAIL)),
            ("email_key", text(EMAIL)),
            ("name", text("Max Measure")),
            ("password_hash", text(hash)),
            ("created_at", int(LAST_DAY)),
        ];
        self.put("user_account", user).await?;
        let grant = vec![
            ("workspace_id", int(WORKSPACE)),
            ("id", int(3)),
            ("user_id", int(USER)),
            ("role", text("admin")),
            ("scope_kind", text("workspace")),
            ("scope_id", int(0)),
            ("created_at", int(LAST_DAY)),
        ];
        self.put("role_grant", grant).await
    }
}

async fn person(writer: &mut Writer, dice: &mut Dice, stuff: &Stuff, number: i64) -> Result<()> {
    let id = PEOPLE + number;
    let (first, last) = (dice.pick(&stuff.first).clone(), dice.pick(&stuff.last).clone());
    let name = format!("{first} {last}");
    let (city, country) = dice.pick(&stuff.cities).clone();
    let profession = dice.pick(&stuff.professions);
    let added = LAST_DAY - dice.roll(2_000) as i64 * DAY - dice.roll(86_400) as i64 * 1_000_000;
    let step = dice.roll(profession.ladder.len());
    let (title, employer) = (profession.ladder[step].clone(), dice.pick(&stuff.employers).clone());
    let since = 201_000 + dice.roll(16) as i64 * 100 + 1 + dice.roll(12) as i64;
    let status = ["unknown", "open_to_talk", "passive", "not_looking"][dice.roll(4)];
    let source = ["Careers site", "Referral", "Sourced", "Job board", "Event"][dice.roll(5)];
    let contact = if dice.roll(3) == 0 { 0 } else { added + dice.roll(90) as i64 * DAY };
    let row = vec![
        ("workspace_id", int(WORKSPACE)),
        ("id", int(id)),
        ("name", text(name.clone())),
        ("name_key", text(record::people::keys::name_key(&name))),
        ("city", text(city.clone())),
        ("country_code", text(country)),
        ("status", text(status)),
        ("source", text(source)),
        ("current_title", text(title.clone())),
        ("current_employer", text(employer.clone())),
        ("current_since", int(since)),
        ("current_as_of", int(added)),
        ("current_source", text("resume")),
        ("experience_months", int(dice.roll(300) as i64)),
        ("created_at", int(added)),
        ("updated_at", int(added)),
        ("last_contact_at", int(contact)),
    ];
    writer.put("person", row).await?;
    let email = format!("p{number}@people.example");
    for (place, (kind, value)) in
        [("email", email), ("phone", format!("+4477009{number:06}"))].into_iter().enumerate()
    {
        let row = vec![
            ("workspace_id", int(WORKSPACE)),
            ("id", int(id * PER_PERSON + place as i64)),
            ("person_id", int(id)),
            ("kind", text(kind)),
            ("value", text(value.clone())),
            ("value_key", text(value)),
            ("is_primary", int(1)),
            ("source", text("resume")),
            ("created_at", int(added)),
        ];
        writer.put("identity", row).await?;
    }
    let mut body = format!("{name}\n{title}, {employer}\n{city}\n\n");
    for held in 0..3_i64 {
        let (title, employer) = if held == 0 {
            (title.clone(), employer.clone())
        } else {
            (dice.pick(&profession.ladder).clone(), dice.pick(&stuff.employers).clone())
        };
        body.push_str(&format!("{title}, {employer}\n{}\n", dice.pick(&profession.lines)));
        let row = vec![
            ("workspace_id", int(WORKSPACE)),
            ("id", int(id * PER_PERSON + held)),
            ("person_id", int(id)),
            ("employer", text(employer)),
            ("title", text(title)),
            ("started", int(since - held * 300)),
            ("ended", int(if held == 0 { 0 } else { since - (held - 1) * 300 })),
            ("ongoing", int(i64::from(held == 0))),
            ("source", text("resume")),
            ("document_id", int(id)),
            ("confidence", int(95)),
            ("as_of", int(added)),
            ("created_at", int(added)),
        ];
        writer.put("employment", row).await?;
    }
    facts(writer, dice, profession, id, added, &mut body).await?;
    while body.split(' ').count() < WORDS {
        for _ in 0..12 {
            body.push_str(&stuff.words[dice.zipf(stuff.words.len())]);
            body.push(' ');
        }
        body.push('\n');
    }
    document(writer, id, added, &name, body).await?;
    contact_history(writer, dice, stuff, id, added).await
}

/// What a timeline is made of: a call, a mail each way, and a note.
async fn contact_history(
    writer: &mut Writer,
    dice: &mut Dice,
    stuff: &Stuff,
    id: i64,
    added: i64,
) -> Result<()> {
    for (place, kind) in ["note", "call", "email_out", "email_in"].into_iter().enumerate() {
        let place = place as i64;
        let words: Vec<&str> = (0..40).map(|_| stuff.words[dice.zipf(stuff.words.len())].as_str()).collect();
        let row = vec![
            ("workspace_id", int(WORKSPACE)),
            ("id", int(id * PER_PERSON + place)),
            ("person_id", int(id)),
            ("kind", text(kind)),
            ("at", int(added + place * DAY)),
            ("user_id", int(if kind == "email_in" { 0 } else { USER })),
            ("subject", text(if kind.starts_with("email") { "About your next step" } else { "" })),
            ("body", text(words.join(" "))),
        ];
        writer.put("interaction", row).await?;
    }
    Ok(())
}

async fn facts(
    writer: &mut Writer,
    dice: &mut Dice,
    profession: &Profession,
    id: i64,
    added: i64,
    body: &mut String,
) -> Result<()> {
    let start = dice.roll(profession.skills.len());
    for held in 0..8_usize.min(profession.skills.len()) {
        let skill = &profession.skills[(start + held) % profession.skills.len()];
        body.push_str(&format!("{skill}, "));
        let row = vec![
            ("workspace_id", int(WORKSPACE)),
            ("id", int(id * PER_PERSON + held as i64)),
            ("person_id", int(id)),
            ("kind", text("skill")),
            ("value", text(skill.clone())),
            ("value_key", text(skill.to_lowercase())),
            ("source", text("resume")),
            ("confidence", int(90)),
            ("created_at", int(added)),
        ];
        writer.put("person_fact", row).await?;
    }
    Ok(())
}

async fn document(writer: &mut Writer, id: i64, added: i64, name: &str, body: String) -> Result<()> {
    let row = vec![
        ("workspace_id", int(WORKSPACE)),
        ("id", int(id)),
        ("person_id", int(id)),
        ("kind", text("resume")),
        ("digest", text("")),
        ("size_bytes", int(body.len() as i64)),
        ("format", text("text")),
        ("file_name", text(format!("{name}.txt"))),
        ("uploaded_by", int(USER)),
        ("created_at", int(added)),
    ];
    writer.put("document", row).await?;
    let row = vec![("workspace_id", int(WORKSPACE)), ("document_id", int(id)), ("body", text(body))];
    writer.put("document_text", row).await
}

/// Twenty open jobs; the first has 2,000 applications, the others 150.
async fn jobs(writer: &mut Writer, dice: &mut Dice, people: usize) -> Result<()> {
    for job in 0..20_i64 {
        let id = 1_000 + job;
        let row = vec![
            ("workspace_id", int(WORKSPACE)),
            ("id", int(id)),
            ("title", text(format!("Measured job {}", job + 1))),
            ("description", text("Somebody who knows Rust, PostgreSQL and payments, and has led others.")),
            ("status", text("open")),
            ("opened_at", int(LAST_DAY - 60 * DAY)),
            ("created_at", int(LAST_DAY - 60 * DAY)),
            ("updated_at", int(LAST_DAY - 60 * DAY)),
        ];
        writer.put("job", row).await?;
        let stages = [
            ("Applied", "applied"),
            ("Screen", "screen"),
            ("Interview", "interview"),
            ("Final round", "final"),
            ("Offer", "offer"),
        ];
        for (position, (name, kind)) in stages.into_iter().enumerate() {
            let row = vec![
                ("workspace_id", int(WORKSPACE)),
                ("id", int(id * 10 + position as i64)),
                ("job_id", int(id)),
                ("name", text(name)),
                ("kind", text(kind)),
                ("position", int(position as i64)),
                ("hue", int(60 * position as i64)),
            ];
            writer.put("stage", row).await?;
        }
        let count = if job == 0 { 2_000 } else { 150 }.min(people);
        let start = dice.roll(people - count + 1);
        for place in 0..count {
            application(writer, dice, id, PEOPLE + (start + place) as i64, job * 10_000 + place as i64)
                .await?;
        }
    }
    Ok(())
}

async fn application(writer: &mut Writer, dice: &mut Dice, job: i64, person: i64, number: i64) -> Result<()> {
    let id = 10_000_000 + number;
    let entered = LAST_DAY - dice.roll(50) as i64 * DAY;
    let stage = [0, 0, 0, 0, 0, 1, 1, 2, 3, 4][dice.roll(10)];
    let common = || vec![("workspace_id", int(WORKSPACE)), ("person_id", int(person)), ("job_id", int(job))];
    let mut row = common();
    row.extend([
        ("id", int(id)),
        ("alias", text(format!("a{number:09}"))),
        ("stage_id", int(job * 10 + stage)),
        ("status", text("active")),
        ("source", text("Careers site")),
        ("entered_at", int(entered)),
        ("stage_since", int(entered + stage * STAY)),
    ]);
    writer.put("application", row).await?;
    let mut from = 0;
    for step in 0..=stage {
        let mut row = common();
        row.extend([
            ("id", int(id * 10 + step)),
            ("application_id", int(id)),
            ("at", int(entered + step * STAY)),
            ("to_since", int(entered + step * STAY)),
            ("stay", int(if step == 0 { 0 } else { STAY })),
            ("user_id", int(USER)),
            ("from_stage_id", int(from)),
            ("to_stage_id", int(job * 10 + step)),
            ("from_status", text("active")),
            ("to_status", text("active")),
        ]);
        from = job * 10 + step;
        writer.put("transition", row).await?;
    }
    Ok(())
}

/// The address of the job with 2,000 applications.
pub fn first_job() -> String {
    base::Id(1_000).to_string()
}
