//! Resumes of people, employers, headings and layouts that the corpus has not: how much of them is read.

#![expect(clippy::disallowed_methods, reason = "tests read their files")]
#![expect(clippy::unwrap_used, reason = "tests")]

use std::path::{Path, PathBuf};

use resume::{Fact, Hints, Resume, read};
use serde_json::Value;

const HINTS: Hints<'static> = Hints { file_name: None, today: (2026, 11), region: None };

/// What the truth holds, and how much of it was read.
#[derive(Default)]
struct Share {
    wanted: usize,
    found: usize,
}

impl Share {
    fn add(&mut self, found: bool) {
        self.wanted += 1;
        self.found += usize::from(found);
    }

    /// At least so many of a hundred.
    fn at_least(&self, floor: usize, what: &str) {
        assert!(
            self.found * 100 >= self.wanted * floor,
            "{what}: {} of {} found, the floor is {floor} in 100",
            self.found,
            self.wanted
        );
    }
}

#[derive(Default)]
struct Figures {
    names: Share,
    emails: Share,
    phones: Share,
    jobs: Share,
    studies: Share,
    skills: Share,
    personal: Share,
}

fn bare(text: &str) -> String {
    text.to_lowercase().chars().filter(|letter| letter.is_alphanumeric()).collect()
}

fn same(truth: &Value, fact: Option<&str>) -> bool {
    bare(truth.as_str().unwrap_or("")) == bare(fact.unwrap_or(""))
}

fn text(fact: &Option<Fact<String>>) -> Option<&str> {
    fact.as_ref().map(|fact| fact.value.as_str())
}

fn count(figures: &mut Figures, read: &Resume, truth: &Value) {
    let basics = &truth["basics"];
    figures.names.add(same(&basics["name"], read.name.as_ref().map(|name| name.value.full.as_str())));
    figures.emails.add(read.emails.iter().any(|fact| same(&basics["email"], Some(&fact.value))));
    figures.phones.add(read.phones.iter().any(|fact| fact.value == basics["phone"].as_str().unwrap()));
    for job in truth["work"].as_array().unwrap() {
        figures.jobs.add(read.employments.iter().any(|found| {
            let date = |fact: &Option<Fact<resume::PartialDate>>| {
                fact.as_ref().map(|fact| fact.value.to_string()).unwrap_or_default()
            };
            same(&job["name"], text(&found.employer))
                && same(&job["position"], text(&found.title))
                && date(&found.from) == job["startDate"].as_str().unwrap_or("")
                && date(&found.to) == job["endDate"].as_str().unwrap_or("")
        }));
    }
    for study in truth["education"].as_array().unwrap() {
        figures
            .studies
            .add(read.educations.iter().any(|found| same(&study["institution"], text(&found.institution))));
    }
    for skill in truth["skills"].as_array().unwrap() {
        figures.skills.add(read.skills.iter().any(|fact| same(&skill["name"], Some(&fact.value))));
    }
    for kind in truth["meta"]["personal"].as_array().unwrap() {
        figures.personal.add(read.personal.iter().any(|datum| datum.kind.word() == kind.as_str().unwrap()));
    }
}

fn figures(half: &str) -> Figures {
    let made = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/made").join(half);
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(made.join("files")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut figures = Figures::default();
    for file in files {
        let truth = made.join("truth").join(file.file_stem().unwrap()).with_extension("json");
        let truth: Value = serde_json::from_str(&std::fs::read_to_string(truth).unwrap()).unwrap();
        let found = read(&std::fs::read(&file).unwrap(), &HINTS).unwrap();
        count(&mut figures, &found, &truth);
    }
    figures
}

#[test]
fn people_looked_at_while_working_are_read() {
    hold(&figures("one"));
}

#[test]
fn people_kept_aside_are_read() {
    hold(&figures("two"));
}

#[test]
fn further_layouts_looked_at_while_working_are_read() {
    hold_closely(&figures("three"));
}

#[test]
fn further_layouts_measured_first_are_read() {
    hold_closely(&figures("four"));
}

fn hold_closely(figures: &Figures) {
    figures.names.at_least(96, "names");
    figures.emails.at_least(99, "e-mails");
    figures.phones.at_least(98, "phones");
    figures.jobs.at_least(94, "positions with employer and dates");
    figures.studies.at_least(95, "schools");
    figures.skills.at_least(95, "skills");
    figures.personal.at_least(85, "personal data");
}

fn hold(figures: &Figures) {
    figures.names.at_least(92, "names");
    figures.emails.at_least(98, "e-mails");
    figures.phones.at_least(95, "phones");
    figures.jobs.at_least(92, "positions with employer and dates");
    figures.studies.at_least(92, "schools");
    figures.skills.at_least(92, "skills");
    figures.personal.at_least(85, "personal data");
}
