//! The way of one person through one job: arriving, applying, stage by stage, meetings, talk, and an end.

use anyhow::Result;
use base::Micros;
use base::clock::{DAY, HOUR, MINUTE, zoned};

use super::letters;
use super::plan::{Deed, Planner};

/// Where the way has led by today.
#[derive(Clone, Copy)]
pub(super) enum Goal {
    /// Still on the board, in this stage.
    Stands(usize),
    Ends {
        stage: usize,
        ours: bool,
    },
    Hired,
}

/// Plans the whole way.
pub(super) fn plan(planner: &mut Planner<'_>, person: usize, job: usize, goal: Goal) -> Result<()> {
    let story = planner.story;
    let about = &story.jobs[job];
    let pipeline = story.pipeline(about)?;
    let last = match goal {
        Goal::Stands(stage) | Goal::Ends { stage, .. } => stage,
        Goal::Hired => pipeline.stages.len() - 1,
    };
    let entered = times(planner, job, &pipeline.days, last, goal);
    let recruiter = about.team.recruiter.clone();
    let came = if planner.people[person].source == "Talent pool" {
        planner.between(planner.begins + 10 * DAY, planner.opened(job))
    } else {
        entered[0] - 5 * MINUTE
    };
    planner.put(came, Deed::Arrive { person, recruiter: recruiter.clone() });
    planner.put(entered[0], Deed::Apply { person, job });
    for (stage, at) in entered.iter().enumerate().take(last + 1).skip(1) {
        planner.put(*at, Deed::Move { person, job, stage });
    }
    for (stage, at) in entered.iter().enumerate().take(last + 1) {
        let leaves = entered.get(stage + 1).copied();
        meet(planner, person, job, &pipeline.stages[stage], *at, leaves);
        letters::write(planner, person, Some(job), &recruiter, &pipeline.stages[stage], *at);
    }
    if let Some(ended) = entered.get(last + 1).copied() {
        match goal {
            Goal::Stands(_) => {}
            Goal::Ends { ours, .. } => planner.put(ended, Deed::End { person, job, ours }),
            Goal::Hired => planner.put(ended, Deed::Hire { person, job }),
        }
    }
    if planner.people[person].source == "Talent pool" {
        letters::write(planner, person, None, &recruiter, "Pool", came);
    }
    talk(planner, person, Some(job), &recruiter, entered[0]);
    Ok(())
}

/// When each stage is entered, and at the end when it was over. Squeezed into the life of the job.
fn times(planner: &mut Planner<'_>, job: usize, days: &[[i64; 2]], last: usize, goal: Goal) -> Vec<Micros> {
    let opened = planner.opened(job);
    let mut stays: Vec<i64> =
        days.iter().take(last + 1).map(|[least, most]| planner.dice.between(least * 24, most * 24)).collect();
    match goal {
        // Their stay in the last stage goes on.
        Goal::Stands(_) => {}
        Goal::Ends { .. } | Goal::Hired => stays.push(planner.dice.between(12, 20 * 24)),
    }
    let whole: i64 = stays.iter().sum::<i64>().max(1);
    let room = (planner.until - opened) / HOUR - 30;
    let squeeze = |hours: i64| if whole > room { hours * room / whole } else { hours };
    let mut at = planner.until - squeeze(whole) * HOUR;
    let mut entered: Vec<Micros> = vec![];
    for stay in &stays {
        let not_before = entered.last().map_or(opened + 2 * HOUR, |before| before + 10 * MINUTE);
        entered.push(planner.at_work(at, not_before));
        at += squeeze(*stay) * HOUR;
    }
    entered
}

/// Which meeting belongs to a stage: a number in the story's list.
fn meeting(planner: &Planner<'_>, job: usize, stage: &str) -> Option<usize> {
    let profession = planner.story.jobs[job].profession.as_str();
    let wanted = match (stage, profession) {
        ("Interview", "design") => "Portfolio talk",
        ("Interview", "nurse") => "Ward visit",
        ("Interview", _) => "Technical interview",
        ("Trial shift", _) => "Trial shift",
        ("Final round", _) => "Final round",
        ("Call", _) => "First call",
        _ => return None,
    };
    planner.story.words.interviews.iter().position(|known| known.kind == wanted)
}

/// Meetings that take place today, and on each of the days after it.
const TODAY: i64 = 5;
const A_DAY: i64 = 4;

fn meet(
    planner: &mut Planner<'_>,
    person: usize,
    job: usize,
    stage: &str,
    entered: Micros,
    left: Option<Micros>,
) {
    let Some(meeting) = meeting(planner, job, stage) else { return };
    let starts_at = match left {
        Some(left) if left - entered < 3 * HOUR => return,
        Some(left) => planner.between(entered + HOUR, left - 2 * HOUR),
        None if stage == "Call" => return,
        None => ahead(planner),
    };
    let agreed = (entered + 20 * MINUTE).min(planner.until - 5 * MINUTE);
    planner.put(agreed, Deed::Meet { person, job, meeting, starts_at });
}

/// The next free place in the calendar: first today, then the coming working days.
fn ahead(planner: &mut Planner<'_>) -> Micros {
    const HOURS: [(i64, i64); 5] = [(9, 30), (11, 0), (13, 30), (14, 45), (16, 0)];
    let number = planner.ahead;
    planner.ahead += 1;
    let (mut days, slot) =
        if number < TODAY { (0, number) } else { (1 + (number - TODAY) / A_DAY, (number - TODAY) % A_DAY) };
    let today = planner.until.div_euclid(DAY);
    let mut day = today;
    while days > 0 {
        day += 1;
        // Saturday and Sunday, counted from a Thursday.
        if ![2, 3].contains(&day.rem_euclid(7)) {
            days -= 1;
        }
    }
    let (hour, minute) = HOURS[slot as usize];
    let by_utc = day * DAY + hour * HOUR + minute * MINUTE;
    // Agreed in Lisbon: half past nine there, summer and winter.
    by_utc - zoned(by_utc, ZONE).offset().seconds() as i64 * base::clock::SECOND
}

/// Where most of the firm sits.
pub(super) const ZONE: &str = "Europe/Lisbon";

/// Notes and calls about somebody.
pub(super) fn talk(
    planner: &mut Planner<'_>,
    person: usize,
    job: Option<usize>,
    recruiter: &str,
    from: Micros,
) {
    let story = planner.story;
    let by = recruiter.to_owned();
    for text in planner.people[person].notes.clone() {
        let at = planner.between(from + 10 * MINUTE, (from + 3 * DAY).min(planner.until - HOUR));
        let text = full_mentions(planner, &text);
        planner.put(at, Deed::Note { person, by: by.clone(), text, job });
    }
    let notes = if planner.dice.chance(28) { planner.dice.between(1, 2) } else { 0 };
    for _ in 0..notes {
        let pattern = planner.dice.pick(&story.words.notes).clone();
        let text = fill(planner, person, job, &pattern);
        let at = planner.between(from + 10 * MINUTE, planner.until - HOUR);
        planner.put(at, Deed::Note { person, by: by.clone(), text, job });
    }
    if planner.dice.chance(40) {
        let call = planner.dice.pick(&story.words.calls);
        let text = fill(planner, person, job, &call.text);
        let text = format!("{text} ({} minutes)", call.minutes);
        let at = planner.between(from + 10 * MINUTE, planner.until - HOUR);
        planner.put(at, Deed::Call { person, by, text, job });
    }
}

/// Fills the placeholders of words.toml.
pub(super) fn fill(planner: &mut Planner<'_>, person: usize, job: Option<usize>, pattern: &str) -> String {
    let story = planner.story;
    let users = &story.firm.users;
    let about = job.map(|job| &story.jobs[job]);
    let manager = about.map_or(users[2].name.as_str(), |job| job.team.manager.as_str());
    let colleague = planner.dice.pick(users).name.as_str();
    let weekday = *planner.dice.pick(&["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]);
    let number = planner.dice.between(2, 9).to_string();
    let one = &planner.people[person];
    let skill = planner.dice.pick(&one.skills).clone();
    let present = one.held.first();
    let first = |name: &str| name.split(' ').next().unwrap_or_default().to_owned();
    pattern
        .replace("@{colleague}", &format!("@{colleague}"))
        .replace("@{manager}", &format!("@{manager}"))
        .replace("{colleague}", &first(colleague))
        .replace("{manager}", &first(manager))
        .replace("{first}", one.first_name())
        .replace("{job}", about.map_or("a role with us", |job| job.title.as_str()))
        .replace("{employer}", present.map_or("their employer", |held| held.employer.as_str()))
        .replace("{skill}", &skill)
        .replace("{city}", &one.city)
        .replace("{day}", weekday)
        .replace("{n}", &number)
}

/// `@Ellen` becomes the whole name, as the mention picker writes it.
fn full_mentions(planner: &Planner<'_>, text: &str) -> String {
    planner.story.firm.users.iter().fold(text.to_owned(), |text, user| {
        let first = user.name.split(' ').next().unwrap_or_default();
        text.replace(&format!("@{first} "), &format!("@{} ", user.name))
    })
}
