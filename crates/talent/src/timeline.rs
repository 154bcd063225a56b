//! The timeline in words: one order of notes, calls, mail and journal entries, grouped by day.

use base::Micros;
use base::clock::{DAY, zoned};
use record::access::AnyScope;
use record::people::timeline::{Before, EntryItem, Happened, Interaction, MaskedTimelineItem, TimelineItem};
use record::{JobId, Seen};
use web::{Staff, words};

pub(crate) type Item = Seen<TimelineItem, MaskedTimelineItem>;

/// Entries under one heading.
pub(crate) struct Day {
    pub(crate) title: String,
    pub(crate) lines: Vec<Line>,
}

/// One entry as it is drawn.
pub(crate) struct Line {
    pub(crate) icon: &'static str,
    pub(crate) tone: &'static str,
    pub(crate) by: String,
    pub(crate) text: String,
    /// Emphasised end of the sentence (a stage, a job).
    pub(crate) what: String,
    pub(crate) href: String,
    pub(crate) iso: String,
    pub(crate) when: String,
    pub(crate) subject: String,
    pub(crate) body: Vec<String>,
    pub(crate) note: bool,
    pub(crate) private: bool,
    pub(crate) edited: bool,
    pub(crate) mail: bool,
    /// Where a mail of theirs is answered; empty for none.
    pub(crate) answer: String,
    /// Where an own note is edited and taken back; empty for none.
    pub(crate) edit: String,
    pub(crate) version: String,
    pub(crate) raw: String,
}

/// Where the page after these begins.
pub(crate) fn cursor(items: &[Item]) -> Option<Before> {
    items.last().map(|item| match item {
        Seen::Clear(item) => item.cursor,
        Seen::Masked(item) => item.cursor,
    })
}

/// Whose story it is: the address of their page, and how they are called where they are seen clear.
#[derive(Clone, Copy)]
pub(crate) struct Of<'a> {
    pub(crate) page: &'a str,
    pub(crate) called: &'a str,
    /// The reader writes mail.
    pub(crate) writes: bool,
}

/// The entries under their days.
pub(crate) fn days(items: &[Item], who: &Staff, of: Of<'_>) -> Vec<Day> {
    let (now, zone) = (who.now(), who.session.zone.as_str());
    let mut days: Vec<Day> = vec![];
    // Only the newest mail of theirs is answered from here, and only until we have.
    let mut answered = false;
    for item in items {
        let mut line = match item {
            Seen::Clear(item) => {
                let mut line = clear(item, now, zone, of);
                // An interviewer reads of the job, but has not its board.
                if job_of(item).is_some_and(|job| who.scope.rights().job(job).is_none()) {
                    line.href.clear();
                }
                line
            }
            Seen::Masked(item) => masked(item, now, zone),
        };
        if answered {
            line.answer.clear();
        }
        answered |= line.mail;
        let at = match item {
            Seen::Clear(item) => item.at,
            Seen::Masked(item) => item.at,
        };
        let title = heading(at, now, zone);
        match days.last_mut() {
            // Facts that were checked one after the other are one thing that was done.
            Some(Day { lines, .. })
                if line.icon == "check"
                    && lines.last().is_some_and(|last| {
                        (&last.text, &last.what, &last.by) == (&line.text, &line.what, &line.by)
                    }) => {}
            Some(day) if day.title == title => day.lines.push(line),
            _ => days.push(Day { title, lines: vec![line] }),
        }
    }
    days
}

fn job_of(item: &TimelineItem) -> Option<JobId> {
    let job = match &item.what {
        Happened::Interaction(interaction) => &interaction.job,
        Happened::Entry(entry) => &entry.job,
    };
    job.as_ref().map(|(job, _)| *job)
}

fn heading(at: Micros, now: Micros, zone: &str) -> String {
    let (then, today) = (zoned(at, zone), zoned(now, zone));
    if then.date() == today.date() {
        return "Today".to_owned();
    }
    if zoned(now - DAY, zone).date() == then.date() {
        return "Yesterday".to_owned();
    }
    if now - at < 7 * DAY {
        return "Last 7 days".to_owned();
    }
    then.strftime("%B %Y").to_string()
}

fn blank(at: Micros, now: Micros, zone: &str) -> Line {
    Line {
        icon: "circle-check",
        tone: "",
        by: String::new(),
        text: String::new(),
        what: String::new(),
        href: String::new(),
        iso: words::iso(at),
        when: words::when(at, now, zone),
        subject: String::new(),
        body: vec![],
        note: false,
        private: false,
        edited: false,
        mail: false,
        answer: String::new(),
        edit: String::new(),
        version: String::new(),
        raw: String::new(),
    }
}

fn clear(item: &TimelineItem, now: Micros, zone: &str, of: Of<'_>) -> Line {
    let mut line = blank(item.at, now, zone);
    line.by = item.by.as_ref().map_or(String::new(), |(_, name)| name.clone());
    match &item.what {
        Happened::Interaction(interaction) => of_interaction(&mut line, interaction, of),
        Happened::Entry(entry) => of_entry(&mut line, entry),
    }
    line
}

fn of_interaction(line: &mut Line, told: &Interaction, of: Of<'_>) {
    let (icon, tone, text) = match told.kind.as_str() {
        "note" => ("pencil", "warm", "wrote a note"),
        "call" => ("phone", "accent", "logged a call"),
        "meeting" => ("users", "accent", "logged a meeting"),
        "email_out" => ("send", "accent", "wrote"),
        _ if told.subject.to_lowercase().starts_with("re:") => ("reply", "accent", "replied:"),
        _ => ("reply", "accent", "wrote"),
    };
    (line.icon, line.tone, line.text) = (icon, tone, text.to_owned());
    if told.kind == "email_in" {
        line.by = of.called.to_owned();
    }
    if told.kind == "email_in" && of.writes {
        line.answer = format!("{}/messages/new?reply_to={}", of.page, told.message);
    }
    line.mail = matches!(told.kind.as_str(), "email_in" | "email_out");
    line.note = told.kind == "note";
    line.private = told.private;
    line.edited = told.edited_at > 0;
    line.subject = told.subject.clone();
    line.raw = told.body.clone();
    line.body = told.body.split("\n\n").map(str::to_owned).filter(|part| !part.trim().is_empty()).collect();
    if let Some((job, title)) = &told.job {
        line.what = title.clone();
        line.href = format!("/jobs/{job}");
    }
    if line.note && told.mine {
        line.edit = format!("{}/notes/{}", of.page, told.id);
        line.version = told.version.to_string();
    }
}

fn of_entry(line: &mut Line, entry: &EntryItem) {
    let job = entry.job.as_ref().map_or(String::new(), |(_, title)| title.clone());
    line.href = entry.job.as_ref().map_or(String::new(), |(id, _)| format!("/jobs/{id}"));
    line.what = job;
    let words_of = entry.words.join(", ").replace('_', " ");
    let (icon, tone, text) = match entry.kind.as_str() {
        "PersonAdded" => ("user-plus", "good", "added this person".to_owned()),
        "PersonEdited" => ("pencil", "", format!("changed {words_of}")),
        "FactAdded" => ("plus", "", format!("added {}", article(&words_of))),
        "FactRetracted" => ("minus", "", format!("took back {}", article(&words_of))),
        "ContactAdded" => ("plus", "", format!("added {}", article(&words_of))),
        "ContactRetracted" => ("minus", "", format!("took back {}", article(&words_of))),
        "OwnerChanged" => ("users", "", format!("made {} the owner", entry.user)),
        "TagsChanged" | "PeopleTagged" => ("tag", "", format!("changed tags: {words_of}")),
        "DocumentStored" => ("file-text", "", "stored a file".to_owned()),
        "DocumentRetracted" => ("file-text", "", "removed a file".to_owned()),
        "ResumeRead" => ("file-text", "good", "Résumé read".to_owned()),
        "ResumeChecked" => ("check", "good", "checked what was read from".to_owned()),
        "ResumeCorrected" => ("pencil", "", corrected(entry, &words_of)),
        "ResumeReread" => ("file-text", "", "A newer reader read again".to_owned()),
        "ResumeUndone" => ("undo-2", "", "took back what a résumé had brought".to_owned()),
        "EmploymentChanged" => ("briefcase", "", format!("Employment: {words_of}")),
        "PoolJoined" | "PeoplePooled" => ("sprout", "", format!("added to the pool {}", entry.pool)),
        "PoolLeft" | "PeopleUnpooled" => ("sprout", "", format!("took out of the pool {}", entry.pool)),
        "ApplicationReceived" => ("briefcase", "accent", "added to".to_owned()),
        "StageChanged" => ("arrow-right", "good", format!("moved from {} to {} in", entry.from, entry.to)),
        "ApplicationEnded" => ("x", "", format!("ended ({}) in", entry.reason.to_lowercase())),
        "ApplicationReopened" => ("undo-2", "", "reopened in".to_owned()),
        "Hired" => ("circle-check", "good", "hired for".to_owned()),
        "MoveUndone" => ("undo-2", "", "took back a move in".to_owned()),
        "InterviewScheduled" => ("calendar", "accent", "scheduled an interview for".to_owned()),
        "TaskAdded" => ("list-checks", "", "added a task".to_owned()),
        "TaskDone" => ("list-checks", "good", "finished a task".to_owned()),
        "MessageQueued" => ("send", "", "is sending a message".to_owned()),
        "MessageCancelled" => ("undo-2", "", "stopped a message; nothing was sent".to_owned()),
        "MessageSent" => ("send", "accent", "Message sent".to_owned()),
        "MessageFailed" => ("circle-alert", "", "A message was refused by the mail server".to_owned()),
        "MessageUnsure" => ("circle-alert", "", "A message may or may not have arrived".to_owned()),
        other => ("circle-check", "", split_words(other)),
    };
    (line.icon, line.tone, line.text) = (icon, tone, text);
    let checked = matches!(entry.kind.as_str(), "ResumeChecked" | "ResumeCorrected" | "ResumeReread");
    if let (true, Some((document, name))) = (checked, &entry.document) {
        line.what.clone_from(name);
        line.href = crate::check::address(*document);
    }
}

/// What was corrected, and what it said before.
fn corrected(entry: &EntryItem, field: &str) -> String {
    let field = match field {
        "started" => "the start",
        "ended" => "the end",
        "country code" => "the country",
        other => &format!("the {other}"),
    };
    match entry.former.first() {
        Some((_, before)) if before.is_empty() => format!("corrected {field}, which was empty, in"),
        Some((_, before)) => {
            format!("corrected {field} (it was “{}”) in", before.chars().take(80).collect::<String>())
        }
        None => format!("corrected {field} in"),
    }
}

fn article(words: &str) -> String {
    let vowel = words.chars().next().is_some_and(|first| "aeiou".contains(first));
    format!("{} {words}", if vowel { "an" } else { "a" })
}

/// `PoolChanged` as "Pool changed", for entries without a sentence of their own.
fn split_words(kind: &str) -> String {
    let mut text = String::new();
    for (place, letter) in kind.chars().enumerate() {
        if place > 0 && letter.is_uppercase() {
            text.push(' ');
            text.extend(letter.to_lowercase());
        } else {
            text.push(letter);
        }
    }
    text
}

fn masked(item: &MaskedTimelineItem, now: Micros, zone: &str) -> Line {
    let mut line = blank(item.at, now, zone);
    let entry = EntryItem {
        kind: item.kind.clone(),
        from: item.from.clone(),
        to: item.to.clone(),
        ..EntryItem::default()
    };
    of_entry(&mut line, &entry);
    line.by.clone_from(&item.by);
    line.what.clone_from(&item.job);
    line
}
