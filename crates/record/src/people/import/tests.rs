#![expect(clippy::unwrap_used, reason = "tests")]

use super::*;
use crate::people::tests::Kit;

const TABLE: &str = "Full Name;E-Mail;Mobile;Land;Skills;Shoe size\n\
    Ada Lovelace;ada@example.com;+44 20 7946 0958;England;\"Rust, Maths\";38\n\
    ;nobody@example.com;;;;\n\
    \"Grace \"\"Amazing\"\" Hopper\";grace at navy;;Atlantis;COBOL;\n";

#[tokio::test(flavor = "multi_thread")]
async fn mistakes_are_named_by_row_and_field_and_nothing_of_a_taken_row_is_lost() {
    let kit = Kit::open().await;
    let report = import_table(&kit.db, &kit.who, "people.csv", TABLE.as_bytes(), |_, _| {}).await.unwrap();
    assert_eq!((report.created, report.added, report.refused()), (2, 0, 1));
    let places: Vec<(usize, &str, bool)> = report
        .problems
        .iter()
        .map(|problem| (problem.row, problem.field.as_str(), problem.refused))
        .collect();
    assert_eq!(places, [(3, "name", true), (4, "email", false), (4, "country", false)]);
    let found = kit.by_name("Grace \"Amazing\" Hopper").await;
    assert_eq!(found.unread_text, "E-Mail: grace at navy\nLand: Atlantis");
    let ada = kit.by_name("Ada Lovelace").await;
    assert_eq!((ada.country_code.as_str(), ada.skills.len()), ("GB", 2));
    assert_eq!(ada.unread_text, "Shoe size: 38");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_table_twice_changes_nothing() {
    let kit = Kit::open().await;
    let table = "Name,Email,Title,Company\nAda Lovelace,ada@example.com,Analyst,Babbage & Co\n";
    for expected in [(1, 0), (0, 1)] {
        let report =
            import_table(&kit.db, &kit.who, "people.csv", table.as_bytes(), |_, _| {}).await.unwrap();
        assert_eq!((report.created, report.known), expected);
    }
    let ada = kit.by_name("Ada Lovelace").await;
    assert_eq!(ada.employments.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_without_names_is_refused_as_a_whole() {
    let kit = Kit::open().await;
    let report = import_table(&kit.db, &kit.who, "x.csv", b"a,b\n1,2\n", |_, _| {}).await.unwrap();
    assert_eq!((report.created, report.refused()), (0, 1));
}

#[test]
fn old_encodings_and_separators_are_read() {
    assert_eq!(table::decode(b"Jos\xe9 \x80"), "José €");
    let lines = table::lines("a\tb\n\n\"1\n2\"\t3\n");
    assert_eq!(lines.len(), 2);
    assert_eq!((lines[1].number, lines[1].fields[0].as_str()), (3, "1\n2"));
}
