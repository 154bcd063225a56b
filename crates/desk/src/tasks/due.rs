//! When a task is due: some day, on a day, or at a moment; and how that is written and grouped.

use base::{Micros, clock};
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use record::Refusal;
use web::words;

/// A task's date. A day is a day wherever one is; a moment is shown in the reader's zone.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Due {
    #[default]
    SomeDay,
    /// Midnight UTC of the day.
    Day(Micros),
    At(Micros),
}

/// The headings of a list of tasks, in order.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Group {
    Late,
    Today,
    Week,
    Later,
    SomeDay,
    Done,
}

impl Group {
    pub(crate) const ALL: [Self; 6] =
        [Self::Late, Self::Today, Self::Week, Self::Later, Self::SomeDay, Self::Done];

    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::Late => "Late",
            Self::Today => "Today",
            Self::Week => "This week",
            Self::Later => "Later",
            Self::SomeDay => "Some day",
            Self::Done => "Done",
        }
    }
}

impl Due {
    /// The day that a moment falls on, in UTC.
    pub fn day_of(at: Micros) -> Self {
        Self::Day(at.div_euclid(clock::DAY) * clock::DAY)
    }

    /// Out of the fields of a form: a date, a time or neither.
    pub(crate) fn typed(date: &str, time: &str, zone: &str) -> Result<Self, Refusal> {
        let (date, time) = (date.trim(), time.trim());
        if date.is_empty() {
            return if time.is_empty() {
                Ok(Self::SomeDay)
            } else {
                Err(Refusal::field("due", "Choose the day as well, or leave the time empty."))
            };
        }
        let wrong = || Refusal::field("due", "Write the day as 2026-11-30, or leave it empty.");
        let day: Date = date.parse().map_err(|_| wrong())?;
        if !(1970..=2200).contains(&day.year()) {
            return Err(wrong());
        }
        if time.is_empty() {
            let midnight = day.to_zoned(TimeZone::UTC).map_err(|_| wrong())?;
            return Ok(Self::Day(midnight.timestamp().as_microsecond()));
        }
        let time: Time = time
            .parse()
            .map_err(|_| Refusal::field("time", "Write the time as 14:30, or leave it empty."))?;
        let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
        let moment = day.to_datetime(time).to_zoned(zone).map_err(|_| wrong())?;
        Ok(Self::At(moment.timestamp().as_microsecond()))
    }

    pub(crate) fn from_row(due_at: Micros, timed: bool) -> Self {
        match (due_at, timed) {
            (0, _) => Self::SomeDay,
            (at, true) => Self::At(at),
            (at, false) => Self::Day(at),
        }
    }

    pub(crate) fn columns(self) -> (Micros, bool) {
        match self {
            Self::SomeDay => (0, false),
            Self::Day(at) => (at, false),
            Self::At(at) => (at, true),
        }
    }

    fn date(self, zone: &str) -> Option<Date> {
        match self {
            Self::SomeDay => None,
            Self::Day(at) => Some(clock::zoned(at, "UTC").date()),
            Self::At(at) => Some(clock::zoned(at, zone).date()),
        }
    }

    pub(crate) fn group(self, now: Micros, zone: &str) -> Group {
        let Some(date) = self.date(zone) else { return Group::SomeDay };
        let today = clock::zoned(now, zone).date();
        let passed = matches!(self, Self::At(at) if at < now);
        match days_between(today, date) {
            ..0 => Group::Late,
            0 if passed => Group::Late,
            0 => Group::Today,
            days if days <= days_left_of_week(today) => Group::Week,
            _ => Group::Later,
        }
    }

    /// As the right end of a line says it: `2 days late`, `Before 10:00`, `Today`, `Thu`, `2 March`.
    pub(crate) fn words(self, now: Micros, zone: &str) -> String {
        let Some(date) = self.date(zone) else { return "Some day".to_owned() };
        let today = clock::zoned(now, zone).date();
        let clock_time = match self {
            Self::At(at) => clock::zoned(at, zone).strftime("%-H:%M").to_string(),
            _ => String::new(),
        };
        match days_between(today, date) {
            days @ ..0 => format!("{} late", words::counted(-days, "day", "days")),
            0 if clock_time.is_empty() => "Today".to_owned(),
            0 if matches!(self, Self::At(at) if at < now) => format!("Since {clock_time}"),
            0 => format!("Before {clock_time}"),
            1..=6 => format!("{} {clock_time}", date.strftime("%a")).trim_end().to_owned(),
            _ if date.year() == today.year() => date.strftime("%-d %B").to_string(),
            _ => date.strftime("%-d %b %Y").to_string(),
        }
    }

    /// As a sentence of its own: `Tue 24 November, 10:00`.
    pub(crate) fn exact(self, zone: &str) -> String {
        match (self, self.date(zone)) {
            (Self::At(at), _) => clock::zoned(at, zone).strftime("%a %-d %B, %-H:%M").to_string(),
            (_, Some(date)) => date.strftime("%a %-d %B %Y").to_string(),
            (_, None) => "Some day".to_owned(),
        }
    }

    /// Values of the date and time fields.
    pub(crate) fn fields(self, zone: &str) -> (String, String) {
        let date = self.date(zone).map(|date| date.strftime("%Y-%m-%d").to_string()).unwrap_or_default();
        let time = match self {
            Self::At(at) => clock::zoned(at, zone).strftime("%H:%M").to_string(),
            _ => String::new(),
        };
        (date, time)
    }
}

fn days_between(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

/// A week ends on Sunday.
fn days_left_of_week(today: Date) -> i64 {
    7 - i64::from(today.weekday().to_monday_one_offset())
}

/// Before these two moments, a task on a day and a task at a moment count as due today or late.
pub(crate) fn end_of_today(now: Micros, zone: &str) -> (Micros, Micros) {
    let tomorrow = clock::zoned(now, zone).date().saturating_add(jiff::Span::new().days(1));
    let start =
        |zone: TimeZone| tomorrow.to_zoned(zone).map_or(now, |start| start.timestamp().as_microsecond());
    (start(TimeZone::UTC), start(TimeZone::get(zone).unwrap_or(TimeZone::UTC)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Monday 23 November 2026, 9:00 UTC.
    const NOW: Micros = 1_795_424_400_000_000;

    #[test]
    fn tasks_fall_under_the_heading_of_their_day() {
        for (date, time, group, said) in [
            ("2026-11-21", "", Group::Late, "2 days late"),
            ("2026-11-23", "08:30", Group::Late, "Since 8:30"),
            ("2026-11-23", "", Group::Today, "Today"),
            ("2026-11-23", "10:00", Group::Today, "Before 10:00"),
            ("2026-11-29", "", Group::Week, "Sun"),
            ("2026-11-30", "", Group::Later, "30 November"),
            ("2027-03-02", "", Group::Later, "2 Mar 2027"),
            ("", "", Group::SomeDay, "Some day"),
        ] {
            let due = Due::typed(date, time, "UTC").ok().unwrap_or_default();
            assert_eq!(due.group(NOW, "UTC"), group, "{date} {time}");
            assert_eq!(due.words(NOW, "UTC"), said);
            assert_eq!(due.fields("UTC"), (date.to_owned(), time.to_owned()));
        }
    }

    #[test]
    fn a_day_stays_the_same_day_in_every_zone() {
        let due = Due::typed("2026-11-23", "", "Pacific/Auckland").ok().unwrap_or_default();
        assert_eq!(due.exact("America/Los_Angeles"), due.exact("Asia/Tokyo"));
        let (day, moment) = end_of_today(NOW, "America/New_York");
        assert_eq!(moment - day, 5 * clock::HOUR);
    }

    #[test]
    fn a_time_without_a_day_and_words_are_refused_at_their_field() {
        assert!(matches!(Due::typed("", "10:00", "UTC"), Err(Refusal::Field { field: "due", .. })));
        assert!(matches!(Due::typed("soon", "", "UTC"), Err(Refusal::Field { field: "due", .. })));
        assert!(matches!(Due::typed("2026-11-23", "ten", "UTC"), Err(Refusal::Field { field: "time", .. })));
    }
}
