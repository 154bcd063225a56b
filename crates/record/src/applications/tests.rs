#![expect(clippy::unwrap_used, reason = "tests")]

use base::{Clock, Micros, clock};
use db::{Db, QuietReason};

use super::board::{self, BoardFilter};
use super::bulk::{self, Deed};
use super::{ApplicationRef, advance, closed, dispose, hire, in_play, receive, undo};
use crate::access::policy;
use crate::jobs::{self, JobDraft, JobStatus, NewJob, TeamRole};
use crate::{
    ApplicationId, Clear, JobId, Mixed, PersonId, ReadError, ReasonId, Refusal, Scope, Seen, StageId, UserId,
    WorkspaceId,
};

const BEGIN: Micros = 1_795_424_400_000_000;

struct Place {
    db: Db,
    clock: Clock,
    workspace: WorkspaceId,
    _folder: tempfile::TempDir,
}

impl Place {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Clock::held_at(BEGIN);
        let mut options = db::Options::sqlite(folder.path().join("t.db"));
        options.clock = clock.clone();
        options.durable = false;
        let db = Db::open(options).await.unwrap();
        let workspace = crate::access::workspaces::create(&db, "Harbour & Pine", None).await.unwrap();
        dispose::ensure_default_reasons(&db, &policy::system(workspace)).await.unwrap();
        Self { db, clock, workspace, _folder: folder }
    }

    fn system(&self) -> Scope<Clear> {
        policy::system(self.workspace)
    }

    fn staff(&self) -> Scope<Mixed> {
        self.system().mixed()
    }

    async fn raw(&self, sql: &str, bound: &[&dyn db::Bind]) {
        self.db
            .write_quiet(self.workspace.0, QuietReason::Progress, async |tx| tx.run(sql, bound).await)
            .await
            .unwrap();
    }

    async fn person(&self, name: &str) -> PersonId {
        let id = PersonId(self.db.new_id());
        let now = self.db.now();
        let sql = "insert into person (workspace_id, id, name, name_key, created_at, updated_at, last_contact_at) values ($1, $2, $3, $3, $4, $4, 0)";
        self.raw(sql, &[&self.workspace, &id, &name, &now]).await;
        id
    }

    async fn user(&self, name: &str) -> UserId {
        let id = UserId(self.db.new_id());
        let now = self.db.now();
        let sql = "insert into user_account (workspace_id, id, email, email_key, name, password_hash, created_at) values ($1, $2, $3, $3, $3, '', $4)";
        self.raw(sql, &[&self.workspace, &id, &name, &now]).await;
        id
    }

    async fn as_user(&self, user: UserId) -> Scope<Mixed> {
        policy::in_the_name_of(&self.db, self.workspace, user).await.unwrap()
    }

    async fn job(&self, title: &str, blind: bool) -> JobId {
        let draft = JobDraft { title: title.to_owned(), blind, ..JobDraft::default() };
        jobs::edit::create(&self.db, &self.system(), NewJob { draft, openings: 1, open: true }).await.unwrap()
    }

    async fn stages(&self, job: JobId) -> Vec<StageId> {
        let stages = jobs::stages::stages(&self.db, &self.system(), job).await.unwrap();
        stages.into_iter().map(|stage| stage.id).collect()
    }

    async fn add(&self, person: PersonId, job: JobId) -> ApplicationId {
        receive::receive(&self.db, &self.system(), person, job, "Referral").await.unwrap().application
    }

    async fn drawn(&self, job: JobId, as_of: Option<Micros>) -> Vec<(String, i64, Vec<(String, Micros)>)> {
        let board =
            board::board(&self.db, &self.system(), job, as_of, &BoardFilter::default()).await.unwrap();
        board
            .lanes
            .into_iter()
            .map(|lane| {
                let mut cards: Vec<_> =
                    lane.cards.into_iter().map(|card| (card.name, card.stage_since)).collect();
                cards.sort();
                (lane.stage.name, lane.count, cards)
            })
            .collect()
    }

    async fn reason(&self, kind: dispose::DispositionKind) -> ReasonId {
        let reasons = dispose::reasons(&self.db, &self.system()).await.unwrap();
        reasons.into_iter().find(|reason| reason.kind == kind).unwrap().id
    }

    async fn journal(&self, application: ApplicationId) -> Vec<String> {
        let lines =
            self.db.read(async |rd| rd.journal_after(self.workspace.0, 0, 10_000).await).await.unwrap();
        lines.into_iter().filter(|line| line.application_id == application.0).map(|line| line.kind).collect()
    }

    async fn person_now(&self, person: PersonId) -> crate::people::Profile {
        crate::people::read::profile(&self.db, &self.system(), &person.into()).await.unwrap()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_whole_story_from_the_first_word_to_the_hire_and_back() {
    let place = Place::new().await;
    let (db, staff) = (&place.db, place.staff());
    let job = place.job("Ledger engineer", false).await;
    let stages = place.stages(job).await;
    let (amara, tomas) = (place.person("Amara Okafor").await, place.person("Tomás Silva").await);
    let application = place.add(amara, job).await;
    let reference = ApplicationRef::Id(application);
    place.clock.advance(2 * clock::DAY);
    let moved = advance::advance(db, &staff, &reference, stages[1], 1, "").await.unwrap();
    assert_eq!((moved.version, moved.stage_name.as_str()), (2, "Screen"));

    place.clock.advance(clock::DAY);
    let reason = place.reason(dispose::DispositionKind::WeRejected).await;
    let ended = dispose::dispose(db, &staff, &reference, reason, 2, "Too junior").await.unwrap();
    let listed = closed::closed(db, &place.system(), job, "", None).await.unwrap();
    assert_eq!((listed.rejected, listed.cards.len()), (1, 1));
    assert_eq!(listed.cards[0].ending.reason, "Experience does not match yet");
    assert_eq!(listed.cards[0].note, "Too junior");
    let refused = advance::advance(db, &staff, &reference, stages[2], 3, "").await;
    assert!(matches!(refused, Err(Refusal::Because(_))), "an ended application does not move");

    let again = receive::receive(db, &place.system(), amara, job, "Import").await.unwrap();
    assert_eq!((again.application, again.is_new(), again.status.as_str()), (application, false, "rejected"));
    dispose::reopen(db, &staff, &reference, ended.version).await.unwrap();

    place.clock.advance(clock::DAY);
    let hired = hire::hire(db, &staff, &reference, 4).await.unwrap();
    let openings = jobs::openings::openings(db, &staff, job).await.unwrap();
    assert_eq!(openings[0].close_reason, "hired");
    let person = place.person_now(amara).await;
    assert_eq!(person.status, "employee");
    let current = person.current.unwrap();
    assert_eq!((current.employer.as_str(), current.title.as_str()), ("Harbour & Pine", "Ledger engineer"));
    assert_eq!((current.since, person.employments.len()), (202_611, 1));

    let second = ApplicationRef::Id(place.add(tomas, job).await);
    let refused = hire::hire(db, &staff, &second, 1).await.unwrap_err();
    assert!(refused.to_string().contains("Add an opening"), "{refused}");
    assert_eq!(place.drawn(job, None).await[0].1, 1, "a refused hire changes nothing");

    undo::undo(db, &staff, &reference, hired.transition).await.unwrap();
    let openings = jobs::openings::openings(db, &staff, job).await.unwrap();
    assert_eq!(openings[0].close_reason, "");
    let person = place.person_now(amara).await;
    assert_eq!((person.status.as_str(), person.current.is_none()), ("interviewing", true));
    assert!(person.employments.is_empty());
    let twice = undo::undo(db, &staff, &reference, hired.transition).await;
    assert!(matches!(twice, Err(Refusal::Because(_))));
    let told = [
        "ApplicationReceived",
        "StageChanged",
        "ApplicationEnded",
        "ApplicationReopened",
        "Hired",
        "MoveUndone",
    ];
    assert_eq!(place.journal(application).await, told);
    assert!(db.verify_journal(place.workspace.0).await.unwrap().is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn adding_twice_is_one_application_and_can_be_taken_back() {
    let place = Place::new().await;
    let (db, staff) = (&place.db, place.staff());
    let job = place.job("Nurse", false).await;
    let person = place.person("Ada").await;
    let first = receive::receive(db, &place.system(), person, job, "").await.unwrap();
    assert_eq!(place.add(person, job).await, first.application);
    assert_eq!(place.journal(first.application).await, ["ApplicationReceived"]);

    let reference = ApplicationRef::Id(first.application);
    undo::undo(db, &staff, &reference, first.transition.unwrap()).await.unwrap();
    assert_eq!(place.drawn(job, None).await[0].1, 0);
    let again = receive::receive(db, &place.system(), person, job, "").await.unwrap();
    assert_eq!((again.application, again.is_new()), (first.application, true));
    assert_eq!(place.drawn(job, None).await[0].1, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_comes_second_is_told_who_moved_it_where_and_when() {
    let place = Place::new().await;
    let job = place.job("Ledger engineer", false).await;
    let stages = place.stages(job).await;
    let kofi = place.user("Kofi Mensah").await;
    jobs::team::join(&place.db, &place.staff(), job, kofi, TeamRole::HiringManager).await.unwrap();
    let kofi = place.as_user(kofi).await;
    let reference = ApplicationRef::Id(place.add(place.person("Amara").await, job).await);
    advance::advance(&place.db, &kofi, &reference, stages[3], 1, "").await.unwrap();
    place.clock.advance(3 * clock::MINUTE);
    let late = advance::advance(&place.db, &place.staff(), &reference, stages[1], 1, "").await;
    let Err(Refusal::Conflict(words)) = late else { panic!("a conflict, not {late:?}") };
    assert!(words.starts_with("Kofi Mensah moved this candidate to Final round 3 minutes ago."), "{words}");
    assert_eq!(place.drawn(job, None).await[3].1, 1, "nothing was overwritten");
    let job_late = jobs::edit::set_status(&place.db, &place.staff(), job, 7, JobStatus::Closed).await;
    assert!(matches!(job_late, Err(Refusal::Conflict(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_board_of_an_earlier_day_is_the_board_that_was_drawn_then() {
    let place = Place::new().await;
    let (db, staff) = (&place.db, place.staff());
    let job = place.job("Ledger engineer", false).await;
    let stages = place.stages(job).await;
    let mut applications = vec![];
    for name in ["Amara", "Bo", "Chi", "Dan", "Eve"] {
        applications.push(ApplicationRef::Id(place.add(place.person(name).await, job).await));
        place.clock.advance(clock::HOUR);
    }
    let mut boards = vec![(db.now(), place.drawn(job, None).await)];
    place.clock.advance(clock::HOUR);
    let mut keep = async |place: &Place| {
        place.clock.advance(clock::HOUR);
        boards.push((place.db.now(), place.drawn(job, None).await));
        place.clock.advance(clock::DAY);
    };
    advance::advance(db, &staff, &applications[0], stages[1], 1, "").await.unwrap();
    let moved = advance::advance(db, &staff, &applications[1], stages[2], 1, "").await.unwrap();
    keep(&place).await;
    let reason = place.reason(dispose::DispositionKind::TheyWithdrew).await;
    dispose::dispose(db, &staff, &applications[2], reason, 1, "").await.unwrap();
    let late = undo::undo(db, &staff, &applications[1], moved.transition).await;
    assert!(matches!(late, Err(Refusal::Because(_))), "a day later it is too late to undo");
    keep(&place).await;
    let moved = advance::advance(db, &staff, &applications[0], stages[4], 2, "").await.unwrap();
    undo::undo(db, &staff, &applications[0], moved.transition).await.unwrap();
    keep(&place).await;
    dispose::reopen(db, &staff, &applications[2], 2).await.unwrap();
    hire::hire(db, &staff, &applications[1], 2).await.unwrap();
    keep(&place).await;
    assert_eq!(boards.len(), 5);
    for (at, drawn) in boards {
        assert_eq!(place.drawn(job, Some(at)).await, drawn, "as of {at}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn medians_count_completed_stays_and_forget_what_was_undone() {
    let place = Place::new().await;
    let (db, staff) = (&place.db, place.staff());
    let job = place.job("Ledger engineer", false).await;
    let stages = place.stages(job).await;
    for days in [1, 5, 3] {
        let reference = ApplicationRef::Id(place.add(place.person("X").await, job).await);
        place.clock.advance(days * clock::DAY);
        advance::advance(db, &staff, &reference, stages[1], 1, "").await.unwrap();
    }
    let reference = ApplicationRef::Id(place.add(place.person("Y").await, job).await);
    place.clock.advance(100 * clock::DAY);
    let moved = advance::advance(db, &staff, &reference, stages[2], 1, "").await.unwrap();
    undo::undo(db, &staff, &reference, moved.transition).await.unwrap();
    let board = board::board(db, &staff, job, None, &BoardFilter::default()).await.unwrap();
    assert_eq!(board.lanes[0].median_stay, Some(3 * clock::DAY));
    assert_eq!(board.lanes[1].median_stay, None, "open stays do not count");
    let Seen::Clear(card) = &board.lanes[0].cards[0] else { panic!("clear") };
    assert_eq!(card.stage_since, db.now() - 100 * clock::DAY, "an undone move leaves the stay as it was");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_hiring_manager_of_another_job_finds_nothing() {
    let place = Place::new().await;
    let db = &place.db;
    let (mine, other) = (place.job("Mine", true).await, place.job("Other", false).await);
    let manager = place.user("Ellen").await;
    jobs::team::join(db, &place.staff(), mine, manager, TeamRole::HiringManager).await.unwrap();
    let manager = place.as_user(manager).await;
    let person = place.person("Amara Okafor").await;
    let (here, there) = (place.add(person, mine).await, place.add(place.person("Bo").await, other).await);
    let stages = place.stages(other).await;

    let board = board::board(db, &manager, other, None, &BoardFilter::default()).await;
    assert!(matches!(board, Err(ReadError::NotFound)));
    let move_there = advance::advance(db, &manager, &there.into(), stages[1], 1, "").await;
    assert!(matches!(move_there, Err(Refusal::NotFound)));
    let edit = jobs::edit::set_status(db, &manager, other, 1, JobStatus::Closed).await;
    assert!(matches!(edit, Err(Refusal::NotFound)));

    let board = board::board(db, &manager, mine, None, &BoardFilter::default()).await.unwrap();
    let Seen::Masked(card) = &board.lanes[0].cards[0] else { panic!("the job is blind") };
    let by_id = board::card(db, &manager, &here.into()).await;
    assert!(matches!(by_id, Err(ReadError::NotFound)), "a masked reader is answered by alias only");
    let by_alias = ApplicationRef::Alias(card.alias.clone());
    let stages = place.stages(mine).await;
    let moved = advance::advance(db, &manager, &by_alias, stages[1], 1, "").await.unwrap();
    assert_eq!(moved.application, by_alias, "and is told of it by alias");
    assert!(in_play::in_play(db, &manager, person).await.unwrap().is_empty());

    let role =
        jobs::team::join(db, &manager, mine, crate::access::AnyScope::user(&manager), TeamRole::Recruiter);
    assert!(matches!(role.await, Err(Refusal::Because(_))), "nobody unmasks a blind job for themselves");
    let mut draft = jobs::read::job(db, &manager, mine).await.unwrap().draft;
    draft.blind = false;
    jobs::edit::edit(db, &manager, mine, 1, &draft).await.unwrap();
    assert!(jobs::read::job(db, &manager, mine).await.unwrap().draft.blind);
}

#[tokio::test(flavor = "multi_thread")]
async fn many_at_once_move_leave_out_who_changed_and_are_taken_back_together() {
    let place = Place::new().await;
    let (db, staff) = (&place.db, place.staff());
    let job = place.job("Ledger engineer", false).await;
    let stages = place.stages(job).await;
    let mut chosen = vec![];
    for name in ["A", "B", "C"] {
        chosen.push((ApplicationRef::Id(place.add(place.person(name).await, job).await), 1));
    }
    advance::advance(db, &staff, &chosen[2].0, stages[3], 1, "").await.unwrap();
    let done = bulk::carry_out(db, &staff, job, &chosen, &Deed::Move { to: stages[1] }).await.unwrap();
    assert_eq!((done.changed, done.left.len()), (2, 1));
    assert_eq!(undo::undo_batch(db, &staff, job, done.batch).await.unwrap(), (2, 0));
    let counts: Vec<i64> = place.drawn(job, None).await.iter().map(|lane| lane.1).collect();
    assert_eq!(counts, [2, 0, 0, 1, 0]);
    let nothing = bulk::carry_out(db, &staff, job, &chosen, &Deed::Move { to: stages[2] }).await.unwrap();
    assert_eq!(nothing.changed, 0, "the versions are old now");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_lane_is_drawn_in_parts_without_gap_or_double() {
    let place = Place::new().await;
    let (db, staff) = (&place.db, place.staff());
    let job = place.job("Ledger engineer", false).await;
    for number in 0..70 {
        place.add(place.person(&format!("P{number}")).await, job).await;
    }
    place
        .raw("update application set points = (id / 3) % 3 where workspace_id = $1", &[&place.workspace])
        .await;
    let filter = BoardFilter::default();
    let board = board::board(db, &place.system(), job, None, &filter).await.unwrap();
    let lane = &board.lanes[0];
    assert_eq!((lane.count, lane.cards.len()), (70, base::limits::LANE_CARDS));
    let mut seen: Vec<_> = lane.cards.iter().map(|card| card.name.clone()).collect();
    let (stage, mut after) = (lane.stage.id, lane.more);
    while let Some(place_after) = after {
        let (cards, next) = board::more(db, &place.system(), job, stage, place_after, &filter).await.unwrap();
        seen.extend(cards.into_iter().map(|card| card.name));
        after = next;
    }
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 70);
    let strict = BoardFilter { points_min: 2, ..filter };
    let board = board::board(db, &staff, job, None, &strict).await.unwrap();
    assert!(board.lanes[0].count < 70 && board.lanes[0].count > 0);
}
