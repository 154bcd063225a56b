//! The people of the story: those it names, and those it invents from names, careers and places.

use std::collections::HashSet;

use anyhow::{Context, Result};

use super::dice::Dice;
use super::story::{Held, Named, Profession, Story};

/// Somebody in the story.
#[derive(Clone)]
pub(super) struct Candidate {
    pub(super) name: String,
    pub(super) email: String,
    pub(super) phone: String,
    pub(super) city: String,
    pub(super) country: String,
    pub(super) source: String,
    pub(super) status: &'static str,
    pub(super) profession: String,
    /// The present position first.
    pub(super) held: Vec<Held>,
    pub(super) skills: Vec<String>,
    pub(super) languages: Vec<String>,
    /// Degree and school; the years before the first position.
    pub(super) degree: String,
    pub(super) tags: Vec<String>,
    pub(super) pools: Vec<String>,
    pub(super) notes: Vec<String>,
}

impl Candidate {
    pub(super) fn first_name(&self) -> &str {
        self.name.split(' ').next().unwrap_or(&self.name)
    }
}

/// Somebody whom the story names.
pub(super) fn named(one: &Named) -> Candidate {
    let status = match one.status.as_str() {
        "Not looking" => "not_looking",
        "Unknown" => "unknown",
        _ => "open_to_talk",
    };
    Candidate {
        name: one.name.clone(),
        email: one.email.clone(),
        phone: one.phone.clone(),
        city: one.city.clone(),
        country: one.country.clone(),
        source: one.source.clone(),
        status,
        profession: one.job.clone(),
        held: one.employments.clone(),
        skills: one.skills.clone(),
        languages: one.languages.clone(),
        degree: one.degree.clone(),
        tags: one.tags.clone(),
        pools: one.pools.clone(),
        notes: one.notes.clone(),
    }
}

/// Invents people; no two share a name or an address.
pub(super) struct Inventor<'s> {
    story: &'s Story,
    dice: Dice,
    taken: HashSet<String>,
}

/// Where invented people have their post: reserved names that lead nowhere.
const POST: [&str; 4] = ["mailbox.example", "letterbox.example", "post.example", "inbox.example"];
/// One draw in a few thousand repeats; so many in a row mean that the names have run out.
const DRAWS_MAX: usize = 500;

impl<'s> Inventor<'s> {
    pub(super) fn new(story: &'s Story, seed: u64) -> Self {
        let all = story.people.iter().flat_map(|one| [&one.name, &one.email, &one.phone]);
        let taken = all.cloned().collect();
        Self { story, dice: Dice::new(seed), taken }
    }

    /// Somebody of a profession.
    pub(super) fn invent(&mut self, profession: &str) -> Result<Candidate> {
        let story = self.story;
        let profession = story.professions.iter().find(|known| known.key == profession);
        let profession = profession.context("the demo's careers.toml lacks a profession")?;
        let held = self.career(profession);
        let present = held.first().context("a career has a step")?;
        let country = self.country_of(&present.employer);
        let (name, email) = self.name(&country)?;
        let dice = &mut self.dice;
        let count = dice.between(5, 9) as usize;
        let skills = dice.some(&profession.skills, count);
        let degree = format!("{}, {}", dice.pick(&profession.degrees), dice.pick(&story.places.schools));
        let status =
            *dice.pick(&["open_to_talk", "open_to_talk", "passive", "unknown", "unknown", "not_looking"]);
        let tags = if dice.chance(18) { dice.some(&story.firm.tags.people, 1) } else { vec![] };
        Ok(Candidate {
            email,
            phone: self.phone(&country),
            city: held[0].city.clone(),
            source: self.dice.pick(&story.firm.tags.sources).clone(),
            languages: self.languages(&country),
            name,
            country,
            status,
            profession: profession.key.clone(),
            held,
            skills,
            degree,
            tags,
            pools: vec![],
            notes: vec![],
        })
    }

    fn career(&mut self, profession: &Profession) -> Vec<Held> {
        let story = self.story;
        let fitting: Vec<_> =
            story.places.employers.iter().filter(|one| profession.trades.contains(&one.trade)).collect();
        let top = self.dice.between(0, profession.ladder.len() as i64 - 1) as usize;
        let steps = self.dice.between(1, 4).min(top as i64 + 1);
        let mut ended = if self.dice.chance(8) { self.dice.between(1, 7) } else { 0 };
        let mut career: Vec<Held> = vec![];
        for step in 0..steps {
            let employer = loop {
                let employer = *self.dice.pick(&fitting);
                if career.last().is_none_or(|last| last.employer != employer.name) || fitting.len() < 2 {
                    break employer;
                }
            };
            let from = ended + self.dice.between(9, 58);
            let lines = self.dice.between(1, 3) as usize;
            let lines = self.dice.some(&profession.lines, lines);
            career.push(Held {
                title: profession.ladder[top - step as usize].clone(),
                employer: employer.name.clone(),
                city: employer.city.clone(),
                from,
                to: ended,
                text: lines.iter().map(|line| self.numbers(line)).collect::<Vec<_>>().join("\n"),
            });
            ended = from;
        }
        career
    }

    fn numbers(&mut self, line: &str) -> String {
        let mut line = line.to_owned();
        for (mark, least, most) in [("{n}", 11, 60), ("{s}", 2, 9)] {
            while line.contains(mark) {
                line = line.replacen(mark, &self.dice.between(least, most).to_string(), 1);
            }
        }
        line
    }

    fn country_of(&self, employer: &str) -> String {
        let found = self.story.places.employers.iter().find(|known| known.name == employer);
        found.map(|known| known.country.clone()).unwrap_or_default()
    }

    fn name(&mut self, country: &str) -> Result<(String, String)> {
        let story = self.story;
        let native: Vec<_> =
            story.origins.iter().filter(|origin| origin.countries.iter().any(|one| one == country)).collect();
        for _ in 0..DRAWS_MAX {
            let dice = &mut self.dice;
            let origin = if !native.is_empty() && dice.chance(70) {
                *dice.pick(&native)
            } else {
                dice.pick(&story.origins)
            };
            let first = if dice.chance(50) { &origin.women } else { &origin.men };
            let (first, last) = (dice.pick(first), dice.pick(&origin.last));
            let name = format!("{first} {last}");
            let email = format!("{}.{}@{}", ascii(first), ascii(last), dice.pick(&POST));
            if self.taken.insert(name.clone()) && self.taken.insert(email.clone()) {
                return Ok((name, email));
            }
        }
        anyhow::bail!("the demo's names.toml has too few names")
    }

    fn phone(&mut self, country: &str) -> String {
        let phones = &self.story.places.phones;
        let Some(pattern) = phones.get(country).or_else(|| phones.get("other")) else { return String::new() };
        // Fictional ranges are small: a number that somebody has already is left out.
        let number: String = pattern
            .chars()
            .map(|sign| match sign {
                '#' => char::from(b'0' + self.dice.between(0, 9) as u8),
                other => other,
            })
            .collect();
        if self.taken.insert(number.clone()) { number } else { String::new() }
    }

    fn languages(&mut self, country: &str) -> Vec<String> {
        let own = match country {
            "DE" | "AT" | "CH" => "German",
            "FR" => "French",
            "PT" => "Portuguese",
            "ES" => "Spanish",
            "IT" => "Italian",
            "NL" | "BE" => "Dutch",
            "PL" => "Polish",
            "CZ" => "Czech",
            "DK" => "Danish",
            "NO" => "Norwegian",
            _ => "English",
        };
        let mut all = vec![own];
        if own != "English" {
            all.push("English");
        }
        let other = *self.dice.pick(&["German", "French", "Spanish", "Portuguese"]);
        if self.dice.chance(35) && !all.contains(&other) {
            all.push(other);
        }
        all.into_iter().map(str::to_owned).collect()
    }
}

/// Letters of an address: accents fall away, everything else that is no letter too.
fn ascii(name: &str) -> String {
    const FOLDED: &[(&str, &str)] = &[
        ("àáâãåāąă", "a"),
        ("äæ", "ae"),
        ("çćčĉ", "c"),
        ("ďđ", "d"),
        ("èéêëēęě", "e"),
        ("ğ", "g"),
        ("ìíîïīıİ", "i"),
        ("łľ", "l"),
        ("ñńň", "n"),
        ("òóôõøő", "o"),
        ("ö", "oe"),
        ("ř", "r"),
        ("śšşș", "s"),
        ("ß", "ss"),
        ("ťţț", "t"),
        ("ùúûūůű", "u"),
        ("ü", "ue"),
        ("ýÿ", "y"),
        ("źżž", "z"),
    ];
    name.to_lowercase()
        .chars()
        .flat_map(|sign| {
            let folded = FOLDED.iter().find(|(from, _)| from.contains(sign)).map(|(_, to)| *to);
            folded.map_or_else(|| sign.to_string(), str::to_owned).chars().collect::<Vec<_>>()
        })
        .filter(char::is_ascii_alphabetic)
        .collect()
}
