//! What is read from pasted job posts, in four languages. The posts are our own.
#![expect(clippy::unwrap_used, reason = "tests")]

use matching::{JobPost, Need, NeedKind, needs_from_job};

/// The first line of a post is its title.
fn read(post: &str) -> Vec<Need> {
    let (title, description) = post.split_once('\n').unwrap();
    let needs = needs_from_job(&JobPost { title, description, ..JobPost::default() });
    assert_eq!(needs.iter().map(|need| need.weight).sum::<u32>(), 100);
    needs
}

/// `title Cook; skill! HACCP; text Run a kitchen`, an exclamation mark for a must.
fn said(needs: &[Need]) -> Vec<String> {
    let kind = |need: &Need| match need.kind {
        NeedKind::Title => "title".to_owned(),
        NeedKind::Skill => "skill".to_owned(),
        NeedKind::Text => "text".to_owned(),
        NeedKind::Language => "language".to_owned(),
        NeedKind::Location => "city".to_owned(),
        NeedKind::ExperienceYears(years) => format!("years {years}"),
    };
    needs
        .iter()
        .map(|need| format!("{}{} {}", kind(need), if need.must { "!" } else { "" }, need.label))
        .collect()
}

#[test]
fn a_german_post() {
    let needs = read(include_str!("data/posts/nurse-de.txt"));
    assert_eq!(
        said(&needs),
        [
            "title Pflegefachkraft Intensivstation",
            "skill! Intensivstation",
            "skill! ECMO",
            "skill! Hämodialyse",
            "skill Fachweiterbildung Intensivpflege",
            "text! Abgeschlossene Ausbildung als Pflegefachkraft",
            "years 2 2 years of experience",
            "language! Deutschkenntnisse",
        ]
    );
}

#[test]
fn an_english_post() {
    let needs = read(include_str!("data/posts/developer-en.txt"));
    assert_eq!(
        said(&needs),
        [
            "title Senior Backend Engineer",
            "skill! building backend services",
            "skill! Rust",
            "skill! Go",
            "skill! Java",
            "skill! PostgreSQL",
            "skill Kubernetes",
            "skill Terraform",
            "skill PCI DSS",
            "text! Kafka or another message broker in production",
            "years 5 5 years of experience",
            "language! English",
            "language German",
        ]
    );
}

#[test]
fn a_french_post() {
    let needs = read(include_str!("data/posts/accountant-fr.txt"));
    assert_eq!(
        said(&needs),
        [
            "title Comptable général",
            "skill! Diplôme DCG",
            "skill! Sage",
            "skill! Excel",
            "skill! normes IFRS",
            "skill SAP",
            "years 3 3 years of experience",
            "language! Anglais",
        ]
    );
}

#[test]
fn a_spanish_post_whose_bullets_got_lost() {
    let needs = read(include_str!("data/posts/waiter-es.txt"));
    assert_eq!(
        said(&needs),
        [
            "title Jefe de sala",
            "skill! hostelería",
            "skill! enología",
            "skill! TPV",
            "skill! Excel",
            "text Carnet de manipulador de alimentos",
            "years 4 4 years of experience",
            "language! inglés",
            "language Francés",
        ]
    );
}

#[test]
fn a_post_without_lists() {
    let needs = read(include_str!("data/posts/warehouse-plain-en.txt"));
    assert_eq!(
        said(&needs),
        ["title Forklift operator", "skill! forklift licence", "years 1 1 year of experience",]
    );
}
