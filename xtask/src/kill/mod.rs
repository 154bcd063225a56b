//! `cargo x kill`: the real binary is killed at random moments, each while a write is unanswered, and afterwards
//! nothing acknowledged is lost, nothing is doubled, and the index equals the record.
//!
//! Clients upload resumes, add people, put them on a job, move them and write to them; a mail server counts what it is
//! handed. After each kill the record is compared with the ledger of the clients; posts without an answer are sent
//! again. Deeds and moments come from the seed; which statement a kill meets is up to the machine.

mod check;
mod deeds;
mod resume;
mod smtp;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use crate::seed::Dice;
use crate::server::{self, Place, Server, form};
use deeds::{Kind, Ledger};
use smtp::Counting;

/// What is killed, how often, and where.
pub struct Plan {
    pub program: PathBuf,
    /// An empty PostgreSQL database; `None` is SQLite in the folder.
    pub database: Option<String>,
    /// An empty folder. It is left behind when something is wrong.
    pub folder: PathBuf,
    pub kills: usize,
    pub seed: u64,
}

/// What happened.
#[derive(Clone, Debug, Default)]
pub struct Report {
    pub kills: usize,
    /// Unanswered posts at the kills, by kind.
    pub unanswered: Vec<(Kind, usize)>,
    /// Mails that were just being handed over.
    pub mid_mail: usize,
    pub deeds: Vec<(Kind, usize)>,
    /// Posts that were sent more than once.
    pub repeated: usize,
    pub mails_taken: usize,
    pub unsure: usize,
    pub doctors: usize,
    pub took: Duration,
}

/// The record of a killed server is looked over by `rapport doctor` this often: it starts a process.
const DOCTOR_EVERY: usize = 10;
/// A kill follows after fewer answered posts than this: a moment is counted in work, so that a busy machine is killed at
/// the same places as an idle one.
const ANSWERS: usize = 14;
/// In a third of the rounds the kill waits this long for a mail that is just being handed over.
const MAIL_WAIT: Duration = Duration::from_secs(3);
/// When everything must have come to rest.
const REST: Duration = Duration::from_secs(120);

/// Clients of a round.
const CLIENTS: [Kind; 6] = [Kind::Upload, Kind::Upload, Kind::Add, Kind::Apply, Kind::Move, Kind::Mail];

struct Run<'a> {
    plan: &'a Plan,
    place: Place,
    mail: Counting,
    ledger: Ledger,
    job: String,
    dice: Dice,
    report: Report,
    runtime: tokio::runtime::Runtime,
}

/// Kills `plan.kills` times, then lets everything come to rest. `say` hears how it goes.
pub fn run(plan: &Plan, say: &mut dyn FnMut(String)) -> Result<Report> {
    let begun = Instant::now();
    std::fs::create_dir_all(plan.folder.join("copy"))?;
    let place = Place::new(&plan.program, plan.folder.join("data"), plan.database.clone())?;
    std::fs::create_dir_all(&place.data)?;
    std::fs::set_permissions(&place.data, std::os::unix::fs::PermissionsExt::from_mode(0o700))?;
    let mut run = Run {
        plan,
        place,
        mail: Counting::start(plan.seed)?,
        ledger: Ledger::default(),
        job: String::new(),
        dice: Dice::new(plan.seed.wrapping_mul(2) + 1),
        report: Report::default(),
        runtime: tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?,
    };
    let mut server = run.found()?;
    while run.report.kills < plan.kills {
        let number = run.report.kills + 1;
        run.round(server).with_context(|| format!("at kill {number} of seed {}", plan.seed))?;
        server = Server::start(&run.place, "serve", false)?;
        if number.is_multiple_of(DOCTOR_EVERY) {
            say(format!("{number} kills, {} deeds", run.ledger.all().len()));
        }
    }
    run.rest(server).with_context(|| format!("at rest, after {} kills of seed {}", plan.kills, plan.seed))?;
    run.report.took = begun.elapsed();
    Ok(run.report)
}

impl Run<'_> {
    /// The firm: its first administrator, its mail server, a job.
    fn found(&mut self) -> Result<Server> {
        let server = Server::start(&self.place, "serve", true)?;
        let token = server.token.clone().context("a set-up link")?;
        self.place.set_up(&token)?;
        let port = self.mail.port.to_string();
        let settings = form(&[
            ("host", "127.0.0.1"),
            ("port", &port),
            ("security", "none"),
            ("sender_name", "Harbour & Pine"),
            ("sender_address", "jobs@firm.example"),
        ]);
        self.place.must("/settings/mail", &settings)?;
        let job = form(&[("title", "Keeper of the light"), ("openings", "3"), ("status", "open")]);
        let answer = self.place.must("/jobs", &job)?;
        let job = answer.location.strip_prefix("/jobs/").context("a job")?;
        self.job = job.split(['/', '?']).next().unwrap_or_default().to_owned();
        Ok(server)
    }

    /// Clients work until the server is killed under them; then the record is looked at. A kill that met no unanswered
    /// post does not count.
    fn round(&mut self, server: Server) -> Result<()> {
        self.ledger.nobody_is_busy();
        let answers = self.place.answered.load(Ordering::SeqCst) + self.dice.roll(ANSWERS);
        let at_mail = self.dice.roll(3) == 0;
        let within = Duration::from_micros(self.dice.roll(30_000) as u64);
        let seeds: Vec<u64> = CLIENTS.iter().map(|_| self.dice.roll(1 << 30) as u64).collect();
        let (place, ledger, job, stop) = (&self.place, &self.ledger, &self.job, AtomicBool::new(false));
        let (children, talking) = std::thread::scope(|scope| -> Result<_> {
            let clients: Vec<_> = CLIENTS
                .iter()
                .zip(seeds)
                .map(|(kind, seed)| {
                    let stop = &stop;
                    scope.spawn(move || deeds::work(place, ledger, job, *kind, Dice::new(seed), false, stop))
                })
                .collect();
            wait_for_a_post(place, answers, within, &clients);
            if at_mail {
                wait_for_mail(place, &self.mail);
            }
            let (children, talking) = (server.children(), self.mail.talking());
            stop.store(true, Ordering::SeqCst);
            server.kill()?;
            for client in clients {
                client.join().map_err(|_| anyhow::anyhow!("a client broke"))??;
            }
            Ok((children, talking))
        })?;
        ensure!(server::all_gone(&self.place.program, &children), "a child outlived the server");
        let unanswered = self.ledger.unanswered();
        if !unanswered.is_empty() {
            self.report.kills += 1;
            self.report.mid_mail += talking;
            for kind in unanswered {
                add(&mut self.report.unanswered, kind, 1);
            }
        }
        self.look()
    }

    /// The record as the kill left it.
    fn look(&mut self) -> Result<()> {
        let copy = check::copy_database(&self.place, &self.plan.folder.join("copy"))?;
        let found = self.runtime.block_on(async {
            let db = check::open(&self.place, copy.as_deref()).await?;
            check::find(&db).await
        })?;
        found.keeps(&self.place, &self.ledger.all())?;
        found.mail_went_once(&self.mail.handed(), false)?;
        if self.report.kills.is_multiple_of(DOCTOR_EVERY) {
            let copy = self.plan.folder.join("doctored");
            let _ = std::fs::remove_dir_all(&copy);
            copy_folder(&self.place.data, &copy)?;
            self.doctor(&copy)?;
        }
        Ok(())
    }

    /// `rapport doctor`: the chain holds, the index equals the record, every file is there.
    fn doctor(&mut self, data: &Path) -> Result<()> {
        let said = self.place.command("doctor", data).output()?;
        let text =
            [said.stdout, said.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
        ensure!(said.status.success(), "the doctor says: {text}");
        self.report.doctors += 1;
        Ok(())
    }

    /// Everything unfinished is finished, chores and mail come to rest, and the whole is compared.
    fn rest(&mut self, server: Server) -> Result<()> {
        self.mail.be_well();
        self.ledger.nobody_is_busy();
        let stop = AtomicBool::new(false);
        for kind in Kind::ALL {
            let dice = Dice::new(self.plan.seed);
            deeds::work(&self.place, &self.ledger, &self.job, kind, dice, true, &stop)?;
        }
        ensure!(self.ledger.unfinished() == 0, "{} deeds were not acknowledged", self.ledger.unfinished());
        let begun = Instant::now();
        let found = self.runtime.block_on(async {
            let db = check::open(&self.place, None).await?;
            loop {
                let found = check::find(&db).await?;
                if found.chores_waiting == 0 || begun.elapsed() > REST {
                    return Ok::<_, anyhow::Error>(found);
                }
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        })?;
        let deeds = self.ledger.all();
        found.keeps(&self.place, &deeds)?;
        found.is_all_of(&deeds)?;
        let handed = self.mail.handed();
        self.report.unsure = found.mail_went_once(&handed, true)?;
        self.report.mails_taken = handed.len();
        for mail in found.mails.iter().filter(|mail| mail.state == "unsure") {
            self.is_shown(mail)?;
        }
        ensure!(server.stop()?, "the server did not close in good order");
        self.doctor(&self.place.data.clone())?;
        self.report.repeated = deeds.iter().filter(|deed| deed.tries > 1).count();
        for deed in &deeds {
            add(&mut self.report.deeds, deed.kind, 1);
        }
        Ok(())
    }

    /// Its sender sees that a message may have arrived, and decides.
    fn is_shown(&self, mail: &check::Mail) -> Result<()> {
        let text = self.place.page(&format!("/messages/{}", mail.id))?.text();
        let shown = text.contains(&mail.subject) && text.contains("Unsure");
        ensure!(shown && text.contains("/resolution"), "an unsure message is not shown: {text}");
        Ok(())
    }
}

/// Waits until so many posts have been answered in all and another is under way, and then a little more, so that the
/// kill falls anywhere in it.
fn wait_for_a_post<T>(
    place: &Place,
    answers: usize,
    within: Duration,
    clients: &[std::thread::ScopedJoinHandle<'_, T>],
) {
    let under_way = || place.unanswered.load(Ordering::SeqCst) > 0;
    loop {
        // Clients that complain end early; they are heard after the kill.
        if clients.iter().all(std::thread::ScopedJoinHandle::is_finished) {
            return;
        }
        if place.answered.load(Ordering::SeqCst) >= answers && under_way() {
            let begun = Instant::now();
            while under_way() && begun.elapsed() < within {
                std::thread::yield_now();
            }
            if under_way() {
                return;
            }
        }
        std::thread::sleep(Duration::from_micros(200));
    }
}

/// Waits a while for a mail to be handed over while a post is under way: otherwise few kills would meet one.
fn wait_for_mail(place: &Place, mail: &Counting) {
    let begun = Instant::now();
    while begun.elapsed() < MAIL_WAIT && (mail.talking() == 0 || place.unanswered.load(Ordering::SeqCst) == 0)
    {
        std::thread::sleep(Duration::from_micros(200));
    }
}

fn add(counts: &mut Vec<(Kind, usize)>, kind: Kind, more: usize) {
    match counts.iter_mut().find(|(known, _)| *known == kind) {
        Some((_, count)) => *count += more,
        None => counts.push((kind, more)),
    }
}

fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to)?;
    std::fs::set_permissions(to, std::os::unix::fs::PermissionsExt::from_mode(0o700))?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        match entry.file_type()? {
            kind if kind.is_dir() => copy_folder(&path, &target)?,
            kind if kind.is_file() => drop(std::fs::copy(path, target)?),
            // Sockets and the like belong to the process that is gone.
            _ => {}
        }
    }
    Ok(())
}

impl std::fmt::Display for Report {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let list = |counts: &[(Kind, usize)]| {
            let words: Vec<_> = counts.iter().map(|(kind, count)| format!("{kind:?} {count}")).collect();
            words.join(", ")
        };
        write!(
            f,
            "{} kills in {} s. Unanswered at the kills: {}; mails just being handed over: {}. Deeds: {}; posted again: {}. Mails handed over: {}, none twice; unsure and shown: {}. The doctor found nothing wrong, {} times.",
            self.kills,
            self.took.as_secs(),
            list(&self.unanswered),
            self.mid_mail,
            list(&self.deeds),
            self.repeated,
            self.mails_taken,
            self.unsure,
            self.doctors,
        )
    }
}
