//! Months as people write them, and as the record keeps them.

/// What stands for an end that has not come.
pub const NOW: &str = "now";

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// `2021-03` or `2021` from what somebody typed: `March 2021`, `03/2021`, `3.2021`, `2021-03`, `2021`.
/// `now` where it goes on. `None` where it is no month.
pub(crate) fn read(text: &str) -> Option<String> {
    let text = text.trim().to_lowercase();
    if matches!(text.as_str(), "now" | "present" | "today" | "ongoing") {
        return Some(NOW.to_owned());
    }
    let parts: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|p| !p.is_empty()).collect();
    let (year, month) = match parts.as_slice() {
        [year] => (*year, None),
        [first, second] if first.len() == 4 && first.parse::<i64>().is_ok() => (*first, Some(*second)),
        [first, second] => (*second, Some(*first)),
        _ => return None,
    };
    let year: i64 = year.parse().ok().filter(|year| (1900..=2100).contains(year))?;
    let Some(month) = month else { return Some(format!("{year:04}")) };
    let named = MONTHS.iter().position(|name| month.len() >= 3 && month.starts_with(name));
    let number = named.map(|place| place as i64 + 1).or_else(|| month.parse().ok());
    number.filter(|month| (1..=12).contains(month)).map(|month| format!("{year:04}-{month:02}"))
}

/// yyyymm of what [`read`] gave; month 00 where only the year is known, 0 unknown.
pub fn number(text: &str) -> i64 {
    let (year, month) = text.split_once('-').unwrap_or((text, "0"));
    match (year.parse::<i64>(), month.parse::<i64>()) {
        (Ok(year @ 1900..=2100), Ok(month @ 0..=12)) => year * 100 + month,
        _ => 0,
    }
}

/// The reverse of [`number`].
pub(crate) fn spell(value: i64) -> String {
    match (value, value % 100) {
        (0, _) => String::new(),
        (_, 0) => format!("{:04}", value / 100),
        (_, month) => format!("{:04}-{month:02}", value / 100),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_read_as_people_write_them() {
        for (typed, kept) in [
            ("March 2021", "2021-03"),
            ("sept 2019", "2019-09"),
            ("03/2021", "2021-03"),
            ("3.2021", "2021-03"),
            ("2021-03", "2021-03"),
            (" 2021 ", "2021"),
            ("Present", "now"),
        ] {
            assert_eq!(read(typed).as_deref(), Some(kept), "{typed}");
        }
        for wrong in ["", "13/2021", "O3/2O21", "March", "12", "1 2 2021"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
        assert_eq!((number("2021-03"), number("2021"), number("now")), (202_103, 202_100, 0));
        assert_eq!(
            (spell(202_103), spell(202_100), spell(0)),
            ("2021-03".into(), "2021".into(), String::new())
        );
    }
}
