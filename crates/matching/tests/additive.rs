//! The points of the reasons sum to the score, and taking a reason's words out of the resume and ranking again changes
//! the score by its points and nothing else.
#![expect(clippy::unwrap_used, reason = "tests")]

use matching::{
    FieldKind, JobPost, Model, Need, NeedKind, PreparedNeeds, Profile, Scorer, needs_from_job, score,
};

const RESUMES: [&str; 4] = [
    include_str!("data/resumes/nurse-de.txt"),
    include_str!("data/resumes/nurse-en.txt"),
    include_str!("data/resumes/developer-fr.txt"),
    include_str!("data/resumes/designer-en.txt"),
];

/// Small, repeatable and good enough to mix words.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % sides
    }

    fn pick<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.roll(list.len())]
    }
}

fn need(id: u32, label: &str, kind: NeedKind, weight: u32) -> Need {
    Need { id, label: label.to_owned(), kind, weight, must: false }
}

fn jobs() -> Vec<Vec<Need>> {
    let skills = |list: &[&str]| list.iter().map(|&skill| skill.to_owned()).collect::<Vec<_>>();
    let nurse = skills(&["Critical care", "BLS", "Wound care", "Patient education", "German"]);
    let web = skills(&["JavaScript", "React", "SQL", "Scrum", "French", "Git"]);
    vec![
        vec![
            need(1, "Senior backend engineer", NeedKind::Title, 30),
            need(2, "Rust in production", NeedKind::Skill, 25),
            need(3, "Machine learning", NeedKind::Skill, 10),
            need(4, "Ruby on Rails", NeedKind::Skill, 5),
            need(5, "Has led a team", NeedKind::Text, 10),
            need(6, "Lisbon", NeedKind::Location, 10),
            need(7, "Portuguese", NeedKind::Language, 5),
            need(8, "5 years", NeedKind::ExperienceYears(5), 5),
        ],
        needs_from_job(&JobPost { title: "ICU nurse, nights", skills: &nurse, ..JobPost::default() }),
        needs_from_job(&JobPost {
            title: "Web developer (m/w/d)",
            description: "You have 3 years of experience. Nice to have: Scrum.",
            skills: &web,
            city: Some("Nantes"),
            languages: &[],
        }),
        needs_from_job(&JobPost {
            title: "Project manager",
            description: "- Coordinated suppliers and contractors\n- Reduced costs by automation\n- Training new colleagues",
            ..JobPost::default()
        }),
    ]
}

/// Checks the promise for one person and one job; says how many reasons had points.
fn check(needs: &[Need], profile: &Profile<'_>) -> usize {
    let model = Model::embedded();
    let prepared = PreparedNeeds::new(model, needs);
    let scored = score(model, &prepared, profile);
    assert_eq!(scored.points, scored.reasons.iter().map(|reason| reason.points).sum::<u32>());
    assert_eq!(scored.reasons.len(), needs.len());
    let fed = scored.reasons.iter().filter(|reason| !reason.words.is_empty());
    for reason in fed.clone() {
        assert!(reason.points <= reason.weight);
        let cut = profile.without(reason);
        let again = score(model, &prepared, &cut.as_profile());
        assert_eq!(scored.points - again.points, reason.points, "{reason:?}\n{cut:?}");
        for (before, after) in scored.reasons.iter().zip(&again.reasons) {
            let words = |reason: &matching::Reason| {
                reason.words.iter().map(|word| (word.text.clone(), word.field)).collect::<Vec<_>>()
            };
            if before.need == reason.need {
                assert!(after.points == 0 && after.words.is_empty(), "{after:?}\n{cut:?}");
            } else {
                assert_eq!(
                    (before.points, words(before)),
                    (after.points, words(after)),
                    "{reason:?}\n{cut:?}"
                );
            }
        }
    }
    for reason in scored.reasons.iter().filter(|reason| reason.words.is_empty()) {
        assert_eq!(reason.points, 0, "points without words: {reason:?}");
    }
    fed.count()
}

#[test]
fn resumes_keep_the_promise() {
    let mut fed = 0;
    for text in RESUMES {
        let profile = Profile::default()
            .with(FieldKind::Title, "Développeur web")
            .with(FieldKind::Title, "ICU Nurse")
            .with(FieldKind::Skill, "Critical Care")
            .with(FieldKind::Skill, "React.js")
            .with(FieldKind::City, "Lisboa")
            .with(FieldKind::Language, "Deutsch (Muttersprache)")
            .with(FieldKind::Experience { months: 40 }, "2020–2023")
            .with_text(text, &[]);
        for job in jobs() {
            fed += check(&job, &profile);
        }
    }
    assert!(fed > 40, "only {fed} reasons had words");
}

/// Words that meet needs, words that nearly do, words of more than one need, and lines that are not read.
const WORDS: &[&str] = &[
    "Rust",
    "rust",
    "Ruby",
    "on Rails",
    "Ruby on Rails",
    "machine",
    "learning",
    "machine learning",
    "Machine Learning Engineer",
    "backend",
    "engineer",
    "Senior Backend Engineer",
    "server-side developer",
    "Backend-Entwickler",
    "led",
    "a team of six",
    "has led a team",
    "managed people",
    "and",
    "in",
    "of",
    "with",
    "nurse",
    "ICU",
    "intensive care",
    "wound care",
    "care",
    "Krankenpflegerin",
    "web",
    "developer",
    "Développeur web",
    "JavaScript",
    "JS",
    "React",
    "SQL",
    "PostgreSQL",
    "c#",
    "C++",
    "git",
    "Scrum",
    "scrum master",
    "project",
    "manager",
    "Projektleiter",
    "suppliers and contractors",
    "costs",
    "Lisbon",
    "Portuguese",
    "2019",
    "7",
    "München",
    "e\u{301}quipe",
    "软件",
    "ß",
    "x@y.example",
    "+49 30 123 45 67",
    "Nationality: German",
    "Age:",
    "born",
    "date",
    "of birth",
    "www.rust.example",
    "Baker",
];
const BETWEEN: &[&str] = &[
    " ", " ", " ", " ", " ", "  ", "-", "/", ", ", ". ", "\n", "\n", "\n\n", " & ", "&", "' ", ": ", " (",
    ") ", "; ", "- ", "", "\t", "\u{a0}", "#",
];

#[test]
fn generated_resumes_keep_the_promise() {
    let jobs = jobs();
    let mut fed = 0;
    for seed in 0..300 {
        let mut dice = Dice(seed);
        let mut text = String::from("Ada Example\n");
        for _ in 0..dice.roll(60) {
            text.push_str(dice.pick(WORDS));
            text.push_str(dice.pick(BETWEEN));
        }
        let fields: Vec<String> =
            (0..5).map(|_| format!("{} {}", dice.pick(WORDS), dice.pick(WORDS))).collect();
        let hidden: Vec<_> = text.match_indices("Baker").map(|(at, found)| at..at + found.len()).collect();
        let profile = Profile::default()
            .with(FieldKind::Title, &fields[0])
            .with(FieldKind::Skill, &fields[1])
            .with(FieldKind::City, &fields[2])
            .with(FieldKind::Language, &fields[3])
            .with(FieldKind::Experience { months: dice.roll(90) as u32 }, &fields[4])
            .with_text(&text, &hidden);
        fed += check(&jobs[seed as usize % jobs.len()], &profile);
    }
    assert!(fed > 500, "only {fed} reasons had words");
}

#[test]
fn the_score_does_not_depend_on_the_people_before() {
    let model = Model::embedded();
    let prepared = PreparedNeeds::new(model, &jobs()[1]);
    let mut scorer = Scorer::new(model, &prepared);
    // Enough different words that the scorer forgets some in between.
    let many: String = (0..5000).map(|number| format!("word{number} ")).collect();
    for text in [RESUMES[1], RESUMES[0], many.as_str(), RESUMES[1], many.as_str(), RESUMES[2], RESUMES[1]] {
        let profile = Profile::default().with_text(text, &[]);
        assert_eq!(scorer.score(&profile), score(model, &prepared, &profile));
    }
    let scored = scorer.score(&Profile::default().with_text(RESUMES[1], &[]));
    let best = scored.reasons.into_iter().max_by_key(|reason| reason.points).unwrap();
    assert!(best.points > 20 && best.quote.is_some());
}
