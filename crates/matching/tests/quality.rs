//! What should count, what should count less, and what must not count.
#![expect(clippy::unwrap_used, reason = "tests")]

use matching::{FieldKind, Model, Need, NeedKind, PreparedNeeds, Profile, Reason, Strength, Verdict, score};

fn reason(kind: NeedKind, label: &str, profile: &Profile<'_>) -> Reason {
    let needs = [Need { id: 7, label: label.to_owned(), kind, weight: 100, must: true }];
    let model = Model::embedded();
    score(model, &PreparedNeeds::new(model, &needs), profile).reasons.into_iter().next().unwrap()
}

fn points(kind: NeedKind, label: &str, field: FieldKind, text: &str) -> u32 {
    // A first line stands in for the head, which is never read.
    let with_head = format!("Head\n{text}");
    let text = if field == FieldKind::Text { with_head.as_str() } else { text };
    reason(kind, label, &Profile::default().with(field, text)).points
}

#[test]
fn titles_are_met_in_other_words_and_languages() {
    for (need, title) in [
        ("Backend developer", "Server-side engineer"),
        ("Senior backend engineer", "Backend-Entwicklerin"),
        ("Registered nurse", "Gesundheits- und Krankenpflegerin"),
        ("ICU nurse", "Intensive Care Nurse"),
        ("Project manager", "Chef de projet"),
        ("Warehouse shift lead", "Warehouse shift supervisor"),
        ("Accountant", "Buchhalterin"),
        ("Web developer", "Développeur web"),
    ] {
        let points = points(NeedKind::Title, need, FieldKind::Title, title);
        assert!(points >= 50, "{need} by {title}: {points}");
    }
    for (need, title) in [
        ("Backend developer", "Pastry chef"),
        ("Registered nurse", "Truck driver"),
        ("Product designer", "Accountant"),
        ("Warehouse shift lead", "Dental assistant"),
    ] {
        assert_eq!(points(NeedKind::Title, need, FieldKind::Title, title), 0, "{need} by {title}");
    }
}

#[test]
fn word_for_word_beats_a_variant_of_meaning() {
    let met = |skill| points(NeedKind::Skill, "PostgreSQL", FieldKind::Skill, skill);
    assert_eq!(met("PostgreSQL"), 100);
    assert_eq!(met("postgres"), 100);
    assert!(met("MySQL") < 100);
    assert_eq!(met("Watercolour painting"), 0);
    let skill = |need, text| points(NeedKind::Skill, need, FieldKind::Text, text);
    assert_eq!(skill("Kubernetes", "Moved 40 services to k8s."), 100);
    assert_eq!(skill("Node.js", "Wrote NodeJS services"), 100);
    assert_eq!(skill("C++", "Trading engine in C++, 9 years"), 100);
    assert_eq!(skill("C#", "Trading engine in C++, 9 years"), 0);
}

#[test]
fn half_a_name_and_a_false_friend_do_not_count() {
    let skill = |need, text| points(NeedKind::Skill, need, FieldKind::Text, text);
    assert_eq!(skill("Wound care", "Gave care to nine people"), 0);
    assert_eq!(skill("JavaScript", "Java, SAP"), 0);
    assert_eq!(skill("Java", "JavaScript"), 0);
    assert_eq!(skill("Wound care", "Wound care"), 100);
}

/// "Go" and "Rust" are also ordinary words.
#[test]
fn ordinary_words_are_not_taken_for_skills() {
    assert_eq!(points(NeedKind::Skill, "Go", FieldKind::Text, "Ready to go the extra mile"), 0);
    assert_eq!(points(NeedKind::Skill, "Rust in production", FieldKind::Text, "Removed rust from hulls"), 0);
    assert_eq!(
        points(NeedKind::Skill, "Rust in production", FieldKind::Text, "Rewrote settlement in Rust"),
        100
    );
    assert_eq!(points(NeedKind::Skill, "Rust", FieldKind::Skill, "rust"), 100);
}

#[test]
fn a_reason_quotes_the_line_and_lists_every_word() {
    let text =
        "Amara Okafor\nPayments\n• Rewrote card settlement in Rust with Tokio\n• Taught Rust to six people\n";
    let profile = Profile::default().with(FieldKind::Skill, "Rust").with_text(text, &[]);
    let reason = reason(NeedKind::Skill, "Rust in production", &profile);
    let exact: Vec<_> = reason.words.iter().filter(|word| word.strength == Strength::Exact).collect();
    assert_eq!(exact.len(), 3);
    assert!(
        exact
            .iter()
            .all(|word| word.text == "Rust" && &profile.fields[word.field].text[word.span.clone()] == "Rust")
    );
    assert_eq!(reason.quote.as_deref(), Some("Rewrote card settlement in Rust with Tokio"));
    assert_eq!((reason.verdict, reason.need), (Verdict::Met, 7));
}

#[test]
fn places_languages_and_years_come_from_their_own_fields() {
    assert_eq!(points(NeedKind::Location, "Lisbon", FieldKind::City, "Lisboa, Portugal"), 100);
    assert_eq!(points(NeedKind::Location, "Lisbon", FieldKind::Text, "Born to live in Lisbon"), 0);
    assert_eq!(
        points(NeedKind::Language, "German (fluent)", FieldKind::Language, "Deutsch – Muttersprache"),
        100
    );
    assert_eq!(points(NeedKind::Language, "German", FieldKind::Text, "German citizen"), 0);
    let years = |months| {
        points(NeedKind::ExperienceYears(5), "5 years", FieldKind::Experience { months }, "2019–2024")
    };
    assert_eq!((years(60), years(30), years(600), years(0)), (100, 50, 100, 0));
}

#[test]
fn names_contacts_and_protected_facts_do_not_match() {
    let text = "John Baker\nbaker@bread.example · pastry baker\n+44 20 7946 0018 baker\nwww.baker.example\n\
                Nationality: baker\nMarital status: baker\nGeburtsdatum 1.1.1980 baker\nAge: 44 baker\n\
                References: Jane Baker\n";
    let name: Vec<_> = text.match_indices("Baker").map(|(at, found)| at..at + found.len()).collect();
    let profile = Profile::default().with_text(text, &name);
    let read = reason(NeedKind::Title, "Baker", &profile);
    assert_eq!((read.points, read.verdict, read.quote), (0, Verdict::Missing, None), "{:?}", read.words);
    assert_eq!(points(NeedKind::Title, "Baker", FieldKind::Text, "Baker, Halden Bakery"), 100);
}

#[test]
fn gaps_cost_nothing_and_a_missing_must_only_says_so() {
    let with_gap = "Head\nSoftware tester\n2012 – 2014\nCareer break\nSoftware tester\n2019 – 2024\n";
    let without = "Head\nSoftware tester\n2012 – 2019\nSoftware tester\n2019 – 2024\n";
    let earned =
        |text| reason(NeedKind::Title, "Software tester", &Profile::default().with_text(text, &[])).points;
    assert_eq!(earned(with_gap), earned(without));
    let nothing = reason(NeedKind::Skill, "Welding", &Profile::default());
    assert_eq!((nothing.points, nothing.must, nothing.verdict), (0, true, Verdict::Missing));
}
