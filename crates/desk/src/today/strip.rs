//! The strip of figures.

use record::overview::{FILLS_MIN, Figures, HIRES_DAYS, WAITING_DAYS_MAX};
use web::words;

/// One figure.
pub(super) struct Stat {
    pub(super) label: &'static str,
    pub(super) value: String,
    pub(super) unit: &'static str,
    pub(super) detail: String,
    pub(super) tone: &'static str,
    pub(super) icon: &'static str,
    /// Where those whom it counts are listed; empty where nowhere.
    pub(super) href: &'static str,
}

/// How the figures are counted, for whoever opens the fold below the strip.
pub(super) const COUNTED: &str = "In interviews: people in an interview or final stage of an open job. Waiting on us: people new on an open job, and people whose last interview is over, to whom nobody has written or spoken since. Hires: applications that ended with a hire. Median time to fill: from the day an opening was opened to the hire that filled it, less the days the job was on hold, over the openings filled within a year.";

pub(super) fn of(figures: &Figures) -> Vec<Stat> {
    let plain = |label, value: i64, detail: String| Stat {
        label,
        value: words::number(value),
        unit: "",
        detail,
        tone: "",
        icon: "",
        href: "",
    };
    let past = match figures.past_target {
        0 => "None past target date".to_owned(),
        count => format!("{} past target date", words::number(count)),
    };
    let final_round = match figures.in_final {
        0 => "None in a final round".to_owned(),
        count => format!("{} in a final round", words::number(count)),
    };
    let mut waiting =
        plain("Waiting on us", figures.waiting, format!("None for over {WAITING_DAYS_MAX} days"));
    if figures.waiting > 0 {
        waiting.href = "#waiting";
    }
    if figures.waiting_long > 0 {
        waiting.detail = format!("{} for over {WAITING_DAYS_MAX} days", words::number(figures.waiting_long));
        waiting.tone = "bad";
        waiting.icon = "hourglass";
    }
    vec![
        Stat { href: "/jobs", ..plain("Open jobs", figures.open_jobs, past) },
        plain("In interviews", figures.in_interviews, final_round),
        waiting,
        plain("Hires", figures.hires, format!("In {HIRES_DAYS} days")),
        fill(figures),
    ]
}

fn fill(figures: &Figures) -> Stat {
    let openings = figures.fill.openings;
    let count = words::counted(i64::try_from(openings).unwrap_or(0), "opening", "openings");
    let (value, unit, detail) = match figures.fill.median_days {
        Some(days) => (words::number(days), "days", format!("Over {count}")),
        None if openings == 0 => ("–".to_owned(), "", "No opening filled within a year".to_owned()),
        None => ("–".to_owned(), "", format!("{count} filled; shown from {FILLS_MIN}")),
    };
    Stat { label: "Median time to fill", value, unit, detail, tone: "", icon: "", href: "" }
}
