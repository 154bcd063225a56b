//! Words: how figures, times and people are written for readers.

use base::{Micros, clock};
use record::people::Bond;

mod countries;
pub use countries::{country, country_code};

/// Up to two initials, by character of the first and last word; the first two characters for scripts
/// without spaces.
pub fn initials(name: &str) -> String {
    let words: Vec<&str> =
        name.split_whitespace().filter(|word| word.chars().next().is_some_and(char::is_alphabetic)).collect();
    match words.as_slice() {
        [] => "?".to_owned(),
        [one] => one.chars().take(if one.is_ascii() { 1 } else { 2 }).flat_map(char::to_uppercase).collect(),
        [first, .., last] => {
            [first, last].iter().filter_map(|word| word.chars().next()).flat_map(char::to_uppercase).collect()
        }
    }
}

/// The tint of an avatar, from the name: the same person has the same colour everywhere.
pub fn hue(name: &str) -> u16 {
    let sum =
        name.bytes().fold(2_166_136_261_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(16_777_619));
    u16::try_from(sum % 360).unwrap_or(0)
}

/// `12,402`
pub fn number(value: i64) -> String {
    let digits = value.unsigned_abs().to_string();
    let grouped: Vec<String> =
        digits.as_bytes().rchunks(3).rev().map(|group| String::from_utf8_lossy(group).into_owned()).collect();
    format!("{}{}", if value < 0 { "−" } else { "" }, grouped.join(","))
}

/// `1 person`, `3 people`
pub fn counted(count: i64, one: &str, many: &str) -> String {
    format!("{} {}", number(count), if count == 1 { one } else { many })
}

/// The moment for machines: RFC 3339, UTC, to the second.
pub fn iso(at: Micros) -> String {
    let moment = jiff::Timestamp::from_microsecond(at).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    moment.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// The moment as people say it near by: `8:42`, `Yesterday`, `Sun`, `17 Nov`, `3 Mar 2024`.
pub fn when(at: Micros, now: Micros, zone: &str) -> String {
    let (then, today) = (clock::zoned(at, zone), clock::zoned(now, zone));
    let days = day_number(&today) - day_number(&then);
    match days {
        0 => then.strftime("%-H:%M").to_string(),
        1 => "Yesterday".to_owned(),
        2..=6 => then.strftime("%a").to_string(),
        _ if then.year() == today.year() => then.strftime("%-d %b").to_string(),
        _ => then.strftime("%-d %b %Y").to_string(),
    }
}

/// The exact moment, for titles: `Mon 23 November 2026, 8:42`.
pub fn exact(at: Micros, zone: &str) -> String {
    clock::zoned(at, zone).strftime("%a %-d %B %Y, %-H:%M").to_string()
}

/// A day: `23 Nov 2026`.
pub fn day(at: Micros, zone: &str) -> String {
    clock::zoned(at, zone).strftime("%-d %b %Y").to_string()
}

/// How long ago, in one unit: `Today`, `3 days`, `5 weeks`, `8 months`, `2 years`; `Never` for 0.
pub fn ago(at: Micros, now: Micros) -> String {
    if at == 0 {
        return "Never".to_owned();
    }
    // By days of the calendar, as `when` counts, so that one page does not say two things.
    let days = (now.div_euclid(clock::DAY) - at.div_euclid(clock::DAY)).max(0);
    match days {
        0 => "Today".to_owned(),
        1 => "Yesterday".to_owned(),
        2..=13 => format!("{days} days"),
        14..=59 => format!("{} weeks", days / 7),
        60..=729 => format!("{} months", days / 30),
        _ => format!("{} years", days / 365),
    }
}

/// How long ago, within a sentence: `today`, `3 days ago`, `never`.
pub fn since(at: Micros, now: Micros) -> String {
    let ago = ago(at, now).to_lowercase();
    if matches!(ago.as_str(), "today" | "yesterday" | "never") { ago } else { format!("{ago} ago") }
}

/// Where somebody came from, as pages say it; what people typed themselves stays as it is.
pub fn source(source: &str) -> &str {
    if source == "resume" { "Résumé file" } else { source }
}

/// The strength of a relationship, its word, and what it is made of: `2 replies, 1 talk, the last 3 days ago`.
pub struct BondWords {
    pub level: u8,
    pub word: &'static str,
    pub why: String,
}

impl BondWords {
    /// `Close: 2 replies, 3 talks, the last 3 days ago`
    pub fn whole(&self) -> String {
        format!("{}: {}", self.word, self.why)
    }
}

/// A bond in words.
pub fn bond(bond: &Bond, now: Micros) -> BondWords {
    let level = bond.level(now);
    let word = match level {
        0 => "No contact yet",
        1 => "New",
        2 => "Warm",
        3 => "Strong",
        _ => "Close",
    };
    let mut parts = vec![];
    if bond.answered > 0 {
        parts.push(counted(bond.answered, "reply", "replies"));
    }
    if bond.talked > 0 {
        parts.push(counted(bond.talked, "talk", "talks"));
    }
    let why = match (level, parts.is_empty()) {
        (0, _) => "nothing has passed between you".to_owned(),
        (_, true) => format!("written to {}, no reply so far", since(bond.wrote_at, now)),
        _ => format!("{}, the last {}", parts.join(", "), since(bond.theirs_at(), now)),
    };
    BondWords { level, word, why }
}

/// How long ago for what two people do at once: `a moment ago`, `3 minutes ago`, `2 hours ago`, `5 days ago`.
pub fn moment_ago(at: Micros, now: Micros) -> String {
    let span = (now - at).max(0);
    match span {
        clock::DAY.. => format!("{} ago", counted(span / clock::DAY, "day", "days")),
        clock::HOUR.. => format!("{} ago", counted(span / clock::HOUR, "hour", "hours")),
        clock::MINUTE.. => format!("{} ago", counted(span / clock::MINUTE, "minute", "minutes")),
        _ => "a moment ago".to_owned(),
    }
}

/// A span of months: `2 years 3 months`, `7 months`.
pub fn months(count: i64) -> String {
    let (years, rest) = (count / 12, count % 12);
    match (years, rest) {
        (0, rest) => counted(rest, "month", "months"),
        (years, 0) => counted(years, "year", "years"),
        (years, rest) => format!("{} {}", counted(years, "year", "years"), counted(rest, "month", "months")),
    }
}

/// The same where there is little room: `2 y 3 m`.
pub fn months_short(count: i64) -> String {
    match (count / 12, count % 12) {
        (0, rest) => format!("{rest} m"),
        (years, 0) => format!("{years} y"),
        (years, rest) => format!("{years} y {rest} m"),
    }
}

/// A month as it stands in the record (yyyymm, month 00 unknown): `Mar 2019`, `2019`, empty for 0.
pub fn year_month(value: i64) -> String {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    if value == 0 {
        return String::new();
    }
    let month = usize::try_from(value % 100).ok().and_then(|month| MONTHS.get(month.wrapping_sub(1)));
    match month {
        Some(month) => format!("{month} {}", value / 100),
        None => (value / 100).to_string(),
    }
}

/// Bytes as people read them: `340 KB`, `2.4 MB`.
pub fn size(bytes: i64) -> String {
    match bytes {
        ..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} KB", bytes / 1_000),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

fn day_number(moment: &jiff::Zoned) -> i64 {
    let date = moment.date();
    let epoch = jiff::civil::date(1970, 1, 1);
    i64::from(epoch.until(date).map_or(0, |span| span.get_days()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_initials_in_any_script() {
        for (name, expected) in [
            ("Amara Okafor", "AO"),
            ("Mateo de la Cruz Álvarez", "MÁ"),
            ("陈伟", "陈伟"),
            ("Ada", "A"),
            ("", "?"),
        ] {
            assert_eq!(initials(name), expected, "{name}");
        }
    }

    #[test]
    fn times_read_as_people_say_them() {
        let now = 1_795_000_000_000_000; // 18 Nov 2026
        assert_eq!(when(now - clock::DAY, now, "UTC"), "Yesterday");
        assert_eq!(ago(now - 3 * clock::DAY, now), "3 days");
        assert_eq!(ago(0, now), "Never");
        assert_eq!(year_month(201_903), "Mar 2019");
        assert_eq!(year_month(201_900), "2019");
        assert_eq!(number(1_234_567), "1,234,567");
        assert_eq!(months(27), "2 years 3 months");
    }
}
