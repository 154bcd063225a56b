//! What the clients do, and the ledger of what was acknowledged. A post that got no answer is sent again as it was,
//! as somebody does who reloads the page; some are sent twice at once, as a double click does.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context, Result, bail};

use super::resume::{self, Made};
use crate::seed::Dice;
use crate::server::{self, Answer, FORM, Heard, Place, form, get, post};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    Upload,
    Add,
    Apply,
    Move,
    Mail,
}

impl Kind {
    pub const ALL: [Self; 5] = [Self::Upload, Self::Add, Self::Apply, Self::Move, Self::Mail];

    /// Milliseconds between two posts of one client.
    fn pause(self, dice: &mut Dice) -> Duration {
        let (least, more) = match self {
            Self::Upload => (20, 100),
            Self::Mail => (60, 200),
            _ => (2, 30),
        };
        Duration::from_millis((least + dice.roll(more)) as u64)
    }
}

/// What a deed is to leave behind, exactly once.
#[derive(Clone, Debug)]
pub enum What {
    /// One person, and one document for each file.
    Upload {
        email: String,
        digests: Vec<String>,
        files: Vec<Vec<u8>>,
    },
    Add {
        name: String,
        email: String,
    },
    Apply {
        person: String,
    },
    Move {
        person: String,
        application: String,
        stage: String,
    },
    Mail {
        subject: String,
    },
}

#[derive(Clone, Debug)]
pub struct Deed {
    pub kind: Kind,
    pub what: What,
    path: String,
    content: String,
    body: Vec<u8>,
    pub tries: usize,
    pub acknowledged: bool,
    /// A client is at it.
    busy: bool,
}

/// Somebody who was added by hand, and what may be done with them.
#[derive(Clone, Debug)]
struct Added {
    id: String,
    email: String,
    applied: bool,
    /// The application was acknowledged and a stage follows.
    moves: bool,
}

#[derive(Default)]
pub struct Ledger {
    deeds: Mutex<Vec<Deed>>,
    added: Mutex<Vec<Added>>,
}

fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Ledger {
    pub fn all(&self) -> Vec<Deed> {
        locked(&self.deeds).clone()
    }

    /// The clients of the last round are gone.
    pub fn nobody_is_busy(&self) {
        locked(&self.deeds).iter_mut().for_each(|deed| deed.busy = false);
    }

    pub fn unfinished(&self) -> usize {
        locked(&self.deeds).iter().filter(|deed| !deed.acknowledged).count()
    }

    /// Kinds of the posts that have no answer.
    pub fn unanswered(&self) -> Vec<Kind> {
        let deeds = locked(&self.deeds);
        deeds.iter().filter(|deed| deed.busy && !deed.acknowledged).map(|deed| deed.kind).collect()
    }

    fn take_up(&self, kind: Kind) -> Option<usize> {
        let mut deeds = locked(&self.deeds);
        let number = deeds.iter().position(|deed| deed.kind == kind && !deed.acknowledged && !deed.busy)?;
        deeds[number].busy = true;
        Some(number)
    }

    fn begin(&self, kind: Kind, what: What, path: String, content: String, body: Vec<u8>) -> usize {
        let mut deeds = locked(&self.deeds);
        let deed = Deed { kind, what, path, content, body, tries: 0, acknowledged: false, busy: true };
        deeds.push(deed);
        deeds.len() - 1
    }
}

/// One client of a round. It ends when told to, or when the server is gone.
pub fn work(
    place: &Place,
    ledger: &Ledger,
    job: &str,
    kind: Kind,
    mut dice: Dice,
    only_unfinished: bool,
    stop: &AtomicBool,
) -> Result<()> {
    while !stop.load(Ordering::SeqCst) {
        let number = match ledger.take_up(kind) {
            Some(number) => number,
            None if only_unfinished => return Ok(()),
            None => match next(place, ledger, job, kind, &mut dice)? {
                Next::Begun(number) => number,
                Next::NothingToDo => {
                    std::thread::sleep(Duration::from_millis(5));
                    continue;
                }
                Next::ServerGone => return Ok(()),
            },
        };
        let deed = {
            let mut deeds = locked(&ledger.deeds);
            deeds[number].tries += 1;
            deeds[number].clone()
        };
        let twice = dice.roll(8) == 0;
        let heard = send(place, &deed, twice);
        if heard.iter().all(|heard| matches!(heard, Heard::Nobody)) {
            // It was never sent.
            locked(&ledger.deeds)[number].busy = false;
        }
        let answers: Vec<Answer> = heard.into_iter().filter_map(Heard::answer).collect();
        if answers.is_empty() {
            return Ok(());
        }
        for answer in answers {
            settle(ledger, number, &deed, &answer, twice)?;
        }
        std::thread::sleep(kind.pause(&mut dice));
    }
    Ok(())
}

/// What came of it, once or twice.
fn send(place: &Place, deed: &Deed, twice: bool) -> Vec<Heard> {
    let once = || post(place, &deed.path, &deed.content, &deed.body);
    if !twice {
        return vec![once()];
    }
    std::thread::scope(|scope| {
        let other = scope.spawn(once);
        let own = once();
        std::iter::once(own).chain(other.join()).collect()
    })
}

fn settle(ledger: &Ledger, number: usize, deed: &Deed, answer: &Answer, twice: bool) -> Result<()> {
    // A move that was carried out before is a conflict with oneself.
    let before = deed.kind == Kind::Move && answer.status == 409 && (twice || deed.tries > 1);
    if answer.status != 303 && !before {
        bail!("{:?} was answered {}: {}", deed.what, answer.status, answer.text());
    }
    {
        let mut deeds = locked(&ledger.deeds);
        if deeds[number].acknowledged {
            return Ok(());
        }
        deeds[number].acknowledged = true;
        deeds[number].busy = false;
    }
    match &deed.what {
        What::Add { email, .. } => {
            let id = answer.location.strip_prefix("/candidates/").context("an added person has a page")?;
            let new = Added { id: id.to_owned(), email: email.clone(), applied: false, moves: false };
            locked(&ledger.added).push(new);
        }
        What::Apply { person } => with(ledger, person, |added| added.moves = true),
        What::Move { person, .. } => with(ledger, person, |added| added.moves = true),
        What::Upload { .. } | What::Mail { .. } => {}
    }
    Ok(())
}

fn with(ledger: &Ledger, person: &str, change: impl Fn(&mut Added)) {
    locked(&ledger.added).iter_mut().filter(|added| added.id == person).for_each(change);
}

enum Next {
    Begun(usize),
    NothingToDo,
    ServerGone,
}

fn next(place: &Place, ledger: &Ledger, job: &str, kind: Kind, dice: &mut Dice) -> Result<Next> {
    match kind {
        Kind::Upload => Ok(Next::Begun(upload(ledger, dice))),
        Kind::Add => add(place, ledger, dice),
        Kind::Apply => Ok(apply(ledger, job)),
        Kind::Move => advance(place, ledger, dice),
        Kind::Mail => mail(place, ledger, dice),
    }
}

/// Twelve letters that nobody else has.
fn word(dice: &mut Dice) -> String {
    (0..12).map(|_| char::from(b'a' + u8::try_from(dice.roll(26)).unwrap_or(0))).collect()
}

/// One resume, or two of one person that two workers will read at the same moment.
fn upload(ledger: &Ledger, dice: &mut Dice) -> usize {
    let email = format!("{}@upload.example", word(dice));
    let name = resume::name(dice);
    let editions = 1 + usize::from(dice.roll(4) == 0);
    let made: Vec<Made> = (1..=editions).map(|edition| resume::make(dice, &name, &email, edition)).collect();
    let files: Vec<_> = made.iter().map(|file| (file.file_name.as_str(), file.bytes.as_slice())).collect();
    let (content, body) = server::upload(&files);
    let digests = made.iter().map(|file| files::Digest::of(&file.bytes).to_string()).collect();
    let what = What::Upload { email, digests, files: made.into_iter().map(|file| file.bytes).collect() };
    ledger.begin(Kind::Upload, what, "/uploads".into(), content, body)
}

/// The page that a form is on; `None` when the server is gone.
fn page(place: &Place, path: &str) -> Result<Option<Answer>> {
    match get(place, path) {
        Heard::Answer(answer) if answer.status == 200 => Ok(Some(answer)),
        Heard::Answer(answer) => bail!("{path} was answered {}: {}", answer.status, answer.text()),
        Heard::Silence | Heard::Nobody => Ok(None),
    }
}

const KEY: &str = "name=\"form_key\" value=\"";

fn add(place: &Place, ledger: &Ledger, dice: &mut Dice) -> Result<Next> {
    let Some(page) = page(place, "/candidates/new")? else { return Ok(Next::ServerGone) };
    let key = page.first(KEY).context("the form has a key")?;
    let name = format!("{} {}", resume::name(dice), word(dice));
    // Without an address nothing but the form's key tells a second post from a second person.
    let email = if dice.roll(3) == 0 { String::new() } else { format!("{}@added.example", word(dice)) };
    let body = form(&[("form_key", &key), ("name", &name), ("email", &email), ("title", "Keeper")]);
    let what = What::Add { name, email };
    Ok(Next::Begun(ledger.begin(Kind::Add, what, "/candidates".into(), FORM.into(), body)))
}

fn apply(ledger: &Ledger, job: &str) -> Next {
    let person = {
        let mut added = locked(&ledger.added);
        let Some(free) = added.iter_mut().find(|added| !added.applied) else { return Next::NothingToDo };
        free.applied = true;
        free.id.clone()
    };
    let body = form(&[("person", &person)]);
    let path = format!("/jobs/{job}/applications");
    Next::Begun(ledger.begin(Kind::Apply, What::Apply { person }, path, FORM.into(), body))
}

/// Moves somebody to the next stage, as their page offers it.
fn advance(place: &Place, ledger: &Ledger, dice: &mut Dice) -> Result<Next> {
    let person = {
        let mut added = locked(&ledger.added);
        let mut able: Vec<_> = added.iter_mut().filter(|added| added.moves).collect();
        if able.is_empty() {
            return Ok(Next::NothingToDo);
        }
        let chosen = dice.roll(able.len());
        able[chosen].moves = false;
        able[chosen].id.clone()
    };
    let Some(page) = page(place, &format!("/candidates/{person}"))? else {
        with(ledger, &person, |added| added.moves = true);
        return Ok(Next::ServerGone);
    };
    let text = page.text();
    // At the last stage the page offers to hire instead.
    let Some((_, offer)) = text.split_once("/transitions\"") else { return Ok(Next::NothingToDo) };
    let application = page.first("action=\"/applications/").context("its address")?;
    let application = application.split('/').next().unwrap_or_default().to_owned();
    let value = |name: &str| {
        let (_, rest) = offer.split_once(&format!("name=\"{name}\" value=\""))?;
        rest.split('"').next().map(str::to_owned)
    };
    let (version, stage) = (value("version").context("its version")?, value("stage").context("its stage")?);
    let body = form(&[("version", &version), ("stage", &stage)]);
    let path = format!("/applications/{application}/transitions");
    let what = What::Move { person, application, stage };
    Ok(Next::Begun(ledger.begin(Kind::Move, what, path, FORM.into(), body)))
}

fn mail(place: &Place, ledger: &Ledger, dice: &mut Dice) -> Result<Next> {
    let reachable: Vec<Added> =
        locked(&ledger.added).iter().filter(|added| !added.email.is_empty()).cloned().collect();
    if reachable.is_empty() {
        return Ok(Next::NothingToDo);
    }
    let person = dice.pick(&reachable);
    let Some(page) = page(place, &format!("/candidates/{}/messages/new", person.id))? else {
        return Ok(Next::ServerGone);
    };
    let key = page.first(KEY).context("the form has a key")?;
    let subject = format!("A word about {}", word(dice));
    let body = form(&[
        ("form_key", &key),
        ("to", &person.email),
        ("subject", &subject),
        ("body", "Hello,\nshall we talk?\n"),
    ]);
    let path = format!("/candidates/{}/messages", person.id);
    Ok(Next::Begun(ledger.begin(Kind::Mail, What::Mail { subject }, path, FORM.into(), body)))
}
