//! Whether what is marked "Sure" is right: each fact is held against the truth of its document.
//!
//! A fact is right when the truth has it, compared without case, accents of no account and marks. Facts that the truth
//! does not speak of (headlines, texts of entries) are not counted.

use std::collections::BTreeMap;
use std::path::Path;

use resume::{Fact, Resume};
use serde_json::Value;

/// Facts, sure ones, sure and right ones, right ones that are not sure.
#[derive(Default)]
struct Count {
    facts: usize,
    sure: usize,
    sure_right: usize,
    other_right: usize,
}

/// Counts over many documents.
#[derive(Default)]
pub(crate) struct Calibration {
    kinds: BTreeMap<&'static str, Count>,
    personal: (usize, usize),
    /// Sure facts that are wrong.
    pub wrong: Vec<String>,
}

impl Calibration {
    /// Holds one document against its truth.
    pub(crate) fn add(&mut self, stem: &str, read: &Resume, truth_path: &Path) {
        let Some(truth) = std::fs::read_to_string(truth_path)
            .ok()
            .and_then(|text| serde_json::from_str::<Value>(&text).ok())
        else {
            return;
        };
        let basics = &truth["basics"];
        let one = |value: &Value| value.as_str().map(str::to_owned).into_iter().collect::<Vec<_>>();
        let many = |list: &Value, key: &str| strings(list, key);
        let mut emails = one(&basics["email"]);
        emails.extend(many(&basics["emails"], ""));
        let mut phones = one(&basics["phone"]);
        phones.extend(many(&basics["phones"], ""));
        if let Some(name) = &read.name {
            let fact = Fact { value: name.value.full.clone(), ..plain(name) };
            self.judge(stem, "name", &fact, &one(&basics["name"]));
        }
        read.emails.iter().for_each(|fact| self.judge(stem, "e-mail", fact, &emails));
        read.phones.iter().for_each(|fact| self.judge(stem, "phone", fact, &phones));
        if let Some(place) = &read.location {
            let fact = Fact { value: place.value.city.clone().unwrap_or_default(), ..plain(place) };
            self.judge(stem, "town", &fact, &one(&basics["location"]["city"]));
        }
        self.add_history(stem, read, &truth);
        let skills =
            many(&truth["skills"], "name").into_iter().chain(keywords(&truth["skills"])).collect::<Vec<_>>();
        read.skills.iter().for_each(|fact| self.judge(stem, "skill", fact, &skills));
        let languages = many(&truth["languages"], "language");
        for language in &read.languages {
            self.judge(
                stem,
                "language",
                &Fact { value: language.value.name.clone(), ..plain(language) },
                &languages,
            );
        }
        let certificates = many(&truth["certificates"], "name");
        for found in &read.certificates {
            self.judge(
                stem,
                "certificate",
                &Fact { value: found.value.name.clone(), ..plain(found) },
                &certificates,
            );
        }
        for kind in many(&truth["meta"]["personal"], "") {
            self.personal.1 += 1;
            self.personal.0 += usize::from(read.personal.iter().any(|datum| datum.kind.word() == kind));
        }
    }

    fn add_history(&mut self, stem: &str, read: &Resume, truth: &Value) {
        let (employers, titles) = (strings(&truth["work"], "name"), strings(&truth["work"], "position"));
        for job in &read.employments {
            let about = |key: &str, fact: &Option<Fact<String>>| {
                fact.as_ref().and_then(|fact| {
                    truth["work"]
                        .as_array()?
                        .iter()
                        .find(|entry| entry[key].as_str().is_some_and(|text| alike(text, &fact.value)))
                })
            };
            let entry = about("name", &job.employer).or_else(|| about("position", &job.title));
            job.employer.iter().for_each(|fact| self.judge(stem, "employer", fact, &employers));
            job.title.iter().for_each(|fact| self.judge(stem, "position", fact, &titles));
            // Two positions at one employer: any of them will do for the dates.
            for (fact, key) in [(&job.from, "startDate"), (&job.to, "endDate")] {
                if let (Some(fact), Some(_)) = (fact, entry) {
                    let dates = strings(&truth["work"], key);
                    self.judge(stem, "date", &Fact { value: fact.value.to_string(), ..plain(fact) }, &dates);
                }
            }
        }
        let schools = strings(&truth["education"], "institution");
        let mut degrees = strings(&truth["education"], "studyType");
        for entry in truth["education"].as_array().into_iter().flatten() {
            let part = |key: &str| entry[key].as_str().unwrap_or("").to_owned();
            degrees.push(format!("{} {}", part("studyType"), part("area")));
            degrees.push(format!("{} in {}", part("studyType"), part("area")));
        }
        for study in &read.educations {
            study.institution.iter().for_each(|fact| self.judge(stem, "school", fact, &schools));
            // "Grado en Marketing" may be printed as one: degree and field are right when they say it together.
            if let Some(degree) = &study.degree {
                let area = study.area.as_ref().map(|area| area.value.as_str()).unwrap_or_default();
                let whole = format!("{} {area}", degree.value);
                let apart = degrees.iter().any(|text| alike(text, &degree.value));
                let value = if apart { degree.value.clone() } else { bridged(&degrees, &whole) };
                self.judge(stem, "degree", &Fact { value, ..plain(degree) }, &degrees);
            }
        }
    }

    fn judge(&mut self, stem: &str, kind: &'static str, fact: &Fact<String>, truth: &[String]) {
        let right = truth.iter().any(|text| alike(text, &fact.value));
        let count = self.kinds.entry(kind).or_default();
        count.facts += 1;
        if fact.is_sure() {
            count.sure += 1;
            count.sure_right += usize::from(right);
            if !right {
                self.wrong.push(format!("{stem} {kind} {:.2}: {}", fact.confidence, fact.value));
            }
        } else {
            count.other_right += usize::from(right);
        }
    }
}

impl std::fmt::Display for Calibration {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let share = |part: usize, whole: usize| 100.0 * part as f64 / whole.max(1) as f64;
        let mut all = Count::default();
        writeln!(
            out,
            "{:<12} {:>6} {:>6} {:>12} {:>13}",
            "kind", "facts", "sure", "right of sure", "right of rest"
        )?;
        for (kind, count) in &self.kinds {
            let rest = share(count.other_right, count.facts - count.sure);
            let right = share(count.sure_right, count.sure);
            writeln!(out, "{kind:<12} {:>6} {:>6} {right:>12.1} {rest:>13.1}", count.facts, count.sure)?;
            all.facts += count.facts;
            all.sure += count.sure;
            all.sure_right += count.sure_right;
            all.other_right += count.other_right;
        }
        let rest = share(all.other_right, all.facts - all.sure);
        writeln!(
            out,
            "{:<12} {:>6} {:>6} {:>12.1} {rest:>13.1}",
            "all",
            all.facts,
            all.sure,
            share(all.sure_right, all.sure)
        )?;
        write!(out, "personal data found: {} of {}", self.personal.0, self.personal.1)
    }
}

/// The text of the truth that has the same words but for the small ones between degree and field; else the found one.
fn bridged(truth: &[String], found: &str) -> String {
    const SMALL: [&str; 14] =
        ["in", "of", "en", "em", "de", "di", "der", "des", "im", "zum", "zur", "als", "d", "le"];
    let words = |text: &str| {
        text.to_lowercase()
            .split(|letter: char| !letter.is_alphanumeric())
            .filter(|word| !word.is_empty() && !SMALL.contains(word))
            .collect::<String>()
    };
    truth.iter().find(|text| words(text) == words(found)).cloned().unwrap_or_else(|| found.to_owned())
}

fn plain<T>(fact: &Fact<T>) -> Fact<String> {
    Fact { value: String::new(), confidence: fact.confidence, place: fact.place, quote: fact.quote.clone() }
}

fn strings(list: &Value, key: &str) -> Vec<String> {
    let text =
        |entry: &Value| if key.is_empty() { entry.as_str() } else { entry[key].as_str() }.map(str::to_owned);
    list.as_array().into_iter().flatten().filter_map(text).collect()
}

fn keywords(list: &Value) -> Vec<String> {
    list.as_array().into_iter().flatten().flat_map(|entry| strings(&entry["keywords"], "")).collect()
}

/// The same letters and digits; a longer text also when it only adds a legal form or a field of study.
fn alike(truth: &str, found: &str) -> bool {
    let bare = |text: &str| {
        text.to_lowercase().chars().filter(|letter| letter.is_alphanumeric()).collect::<String>()
    };
    let (truth, found) = (bare(truth), bare(found));
    let (short, long) = if truth.len() < found.len() { (&truth, &found) } else { (&found, &truth) };
    truth == found
        || !short.is_empty() && long.starts_with(short.as_str()) && short.len() * 10 >= long.len() * 8
}
