//! The resume that somebody in the story wrote, as plain text.

use std::fmt::Write;

use super::people::Candidate;

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Writes the resume as of a month.
pub(super) fn write(of: &Candidate, (year, month): (i32, u8)) -> String {
    let now = i64::from(year) * 12 + i64::from(month) - 1;
    let mut text = String::new();
    let title = of.held.first().map_or("", |held| held.title.as_str());
    let mut put = |line: &str| {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{line}");
    };
    put(&of.name);
    put(title);
    put(&of.city);
    put(&of.email);
    if !of.phone.is_empty() {
        put(&of.phone);
    }
    put("\nEXPERIENCE");
    for held in &of.held {
        put("");
        put(&held.title);
        put(&format!("{}, {}", held.employer, held.city));
        let until = if held.to == 0 { "Present".to_owned() } else { month_name(now - held.to) };
        put(&format!("{} - {until}", month_name(now - held.from)));
        for line in held.text.lines() {
            put(&format!("- {line}"));
        }
    }
    put("\nEDUCATION\n");
    let (degree, school) = of.degree.split_once(", ").unwrap_or((&of.degree, ""));
    put(degree);
    if !school.is_empty() {
        put(school);
    }
    let first = now - of.held.last().map_or(36, |held| held.from);
    put(&format!("{} - {}", first / 12 - 4, first / 12));
    put("\nSKILLS\n");
    put(&of.skills.join(", "));
    put("\nLANGUAGES\n");
    put(&of.languages.join(", "));
    text
}

fn month_name(months: i64) -> String {
    format!("{} {}", MONTHS[months.rem_euclid(12) as usize], months.div_euclid(12))
}
