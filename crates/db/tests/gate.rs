//! The gate on both engines: what is acknowledged is there, what is refused is not, the chain holds.
#![expect(clippy::disallowed_methods, reason = "a database server is prepared past the gate")]
#![expect(clippy::unwrap_used, reason = "tests stop with the cause")]

use base::Clock;
use db::{Actor, ActorKind, Bind, ChoreState, Db, DbError, Line, NewChore, Options, Place, QuietReason};

struct Somebody;
impl Actor for Somebody {
    fn workspace(&self) -> i64 {
        1
    }
    fn actor_kind(&self) -> ActorKind {
        ActorKind::User
    }
    fn actor_id(&self) -> i64 {
        7
    }
}

struct Happened(i64);
impl Line for Happened {
    fn kind(&self) -> &'static str {
        "Happened"
    }
    fn person_id(&self) -> i64 {
        self.0
    }
    fn payload(&self) -> String {
        "{}".into()
    }
}

struct Place1 {
    db: Db,
    clock: Clock,
    _dir: tempfile::TempDir,
}

async fn open() -> Place1 {
    let dir = tempfile::tempdir().unwrap();
    let clock = Clock::held_at(1_795_424_400_000_000);
    let place = match std::env::var("RAPPORT_TEST_DATABASE").ok().filter(|url| !url.is_empty()) {
        Some(server) => {
            let name = format!("g_{}", base::random::token(16));
            let (client, connection) = tokio_postgres::connect(&server, tokio_postgres::NoTls).await.unwrap();
            let connection = tokio::spawn(connection);
            client.batch_execute(&format!("create database {name}")).await.unwrap();
            drop(client);
            connection.await.unwrap().unwrap();
            Place::Postgres(format!("{}/{name}", server.rsplit_once('/').unwrap().0))
        }
        None => Place::Sqlite(dir.path().join("test.db")),
    };
    let options = Options { place, clock: clock.clone(), durable: false, holder: None };
    let db = Db::open(options.clone()).await.unwrap();
    // Opening again finds nothing left to migrate.
    drop(Db::open(options).await.unwrap());
    db.write_quiet(1, QuietReason::Progress, async |tx| {
        tx.run("insert into workspace (id, name, created_at) values ($1, $2, $3)", &[&1_i64, &"One", &1_i64])
            .await?;
        tx.run(
            "insert into workspace_counter (workspace_id, journal_seq, journal_hash) values ($1, 0, $2)",
            &[&1_i64, &Vec::<u8>::new()],
        )
        .await
    })
    .await
    .unwrap();
    Place1 { db, clock, _dir: dir }
}

const TAG: &str = "insert into workspace_setting (workspace_id, name, value) values ($1, $2, $3)";
const TAGS: &str = "select count(*) from workspace_setting where workspace_id = $1";

#[tokio::test(flavor = "multi_thread")]
async fn a_write_is_whole_or_not_at_all_and_the_journal_is_a_chain() {
    let place = open().await;
    let db = &place.db;
    for number in 1..=3_i64 {
        let seq = db
            .write(&Somebody, async |tx| {
                tx.run(TAG, &[&1_i64, &format!("n{number}"), &"v"]).await?;
                let recorded = tx.record(Happened(number)).await?;
                Ok::<_, DbError>((recorded.seq(), recorded))
            })
            .await
            .unwrap();
        assert_eq!(seq, number);
    }
    let refused: Result<(), DbError> = db
        .write(&Somebody, async |tx| {
            tx.run(TAG, &[&1_i64, &"n4", &"v"]).await?;
            tx.record(Happened(4)).await?;
            Err(DbError::Other("refused".into()))
        })
        .await;
    assert!(refused.is_err());
    assert_eq!(db.read(async |rd| rd.count(TAGS, &[&1_i64]).await).await.unwrap(), 3);
    assert_eq!(db.newest_seq(1), 3);
    assert_eq!(db.verify_journal(1).await.unwrap(), Ok(3));
    let lines = db.read(async |rd| rd.journal_after(1, 1, 10).await).await.unwrap();
    assert_eq!(lines.iter().map(|line| (line.seq, line.person_id)).collect::<Vec<_>>(), [(2, 2), (3, 3)]);
    db.write_quiet(1, QuietReason::Progress, async |tx| {
        tx.run("update journal set person_id = 9 where workspace_id = $1 and seq = 2", &[&1_i64]).await
    })
    .await
    .unwrap();
    assert_eq!(db.verify_journal(1).await.unwrap().unwrap_err().seq, 2, "a changed line breaks the chain");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_duplicate_is_told_from_other_faults() {
    let place = open().await;
    let twice: Result<(), DbError> = place
        .db
        .write_quiet(1, QuietReason::Progress, async |tx| {
            tx.run(TAG, &[&1_i64, &"same", &"v"]).await?;
            tx.run(TAG, &[&1_i64, &"same", &"v"]).await?;
            Ok(())
        })
        .await;
    assert!(twice.unwrap_err().is_duplicate());
    assert_eq!(place.db.read(async |rd| rd.count(TAGS, &[&1_i64]).await).await.unwrap(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn parameters_are_numbered_also_repeated_and_out_of_order() {
    let place = open().await;
    let found = place
        .db
        .read(async |rd| {
            let sql = "select $2 || $1 || $2, cast($3 as bigint), $4";
            let bound: [&dyn Bind; 4] = [&"a", &"b", &5_i64, &Option::<String>::None];
            rd.one(sql, &bound, |row| (row.text(0), row.int(1), row.opt_text(2))).await
        })
        .await
        .unwrap();
    assert_eq!(found, ("bab".to_owned(), 5, None));
    let mut sql = db::Assembled::with("select count(*) from workspace where id = $1 and name in ", &[&1_i64]);
    sql.list(&["One", "Two"]);
    assert_eq!(place.db.read(async |rd| rd.assembled(&sql, |row| row.int(0)).await).await.unwrap(), [1]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chore_runs_once_is_leased_and_comes_back_when_its_worker_died() {
    let place = open().await;
    let db = &place.db;
    let now = place.clock.now();
    let enqueue = async |key: &str, run_at: i64| {
        db.write(&Somebody, async |tx| {
            let chore =
                NewChore { name: "Test", payload: "{}".into(), run_at, unique_key: Some(key.to_owned()) };
            tx.enqueue(chore).await?;
            Ok::<_, DbError>(((), tx.record(Happened(1)).await?))
        })
        .await
        .unwrap();
    };
    enqueue("a", now).await;
    enqueue("a", now).await;
    enqueue("later", now + 1_000_000).await;
    let first = db.claim_chore(10).await.unwrap().unwrap();
    assert_eq!((first.name.as_str(), first.user_id, first.attempts), ("Test", 7, 1));
    assert!(
        db.claim_chore(10).await.unwrap().is_none(),
        "the same key is not enqueued twice, the other is not due"
    );
    place.clock.advance(20);
    let again = db.claim_chore(10).await.unwrap().unwrap();
    assert_eq!((again.id, again.attempts), (first.id, 2), "the lease ran out");
    let later = ChoreState::Again { run_at: place.clock.now() + 5, why: "busy".into() };
    db.finish_chore(&again, &later).await.unwrap();
    place.clock.advance(10);
    let again = db.claim_chore(10).await.unwrap().unwrap();
    assert_eq!((again.id, again.attempts), (first.id, 3), "it comes again when it said");
    db.finish_chore(&again, &ChoreState::Done).await.unwrap();
    assert_eq!(db.next_chore_due().await.unwrap(), Some(now + 1_000_000));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dead_nodes_chores_are_taken_up_at_once_and_a_clock_set_back_delays_none() {
    let place = open().await;
    let db = &place.db;
    let enqueue = async |run_at: i64| {
        db.write(&Somebody, async |tx| {
            tx.enqueue(NewChore { name: "Test", payload: "{}".into(), run_at, unique_key: None }).await?;
            Ok::<_, DbError>(((), tx.record(Happened(1)).await?))
        })
        .await
        .unwrap();
    };
    let hour = base::clock::HOUR;
    enqueue(place.clock.now()).await;
    let first = db.claim_chore(hour).await.unwrap().unwrap();
    assert!(!first.interrupted && db.claim_chore(hour).await.unwrap().is_none());
    assert_eq!(db.take_up_chores().await.unwrap(), 1);
    let again = db.claim_chore(hour).await.unwrap().unwrap();
    assert!(again.id == first.id && again.interrupted, "whoever runs it knows that it was begun before");
    db.finish_chore(&again, &ChoreState::Again { run_at: place.clock.now(), why: "busy".into() })
        .await
        .unwrap();
    let once_more = db.claim_chore(hour).await.unwrap().unwrap();
    assert!(!once_more.interrupted, "the last attempt ended as it should");
    db.finish_chore(&once_more, &ChoreState::Done).await.unwrap();

    place.clock.advance(24 * hour);
    enqueue(place.clock.now() + 10).await;
    assert!(db.claim_chore(hour).await.unwrap().is_none(), "not due yet");
    place.clock.advance(-24 * hour);
    let pulled_back = db.claim_chore(hour).await.unwrap().unwrap();
    assert_eq!(pulled_back.attempts, 1);
    // A lease from the time that is the future now binds nobody.
    place.clock.advance(-3 * hour);
    assert_eq!(db.claim_chore(hour).await.unwrap().unwrap().id, pulled_back.id);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dump_loaded_into_an_empty_place_has_the_same_digests() {
    let (full, empty) = (open().await, open().await);
    full.db
        .write(&Somebody, async |tx| {
            tx.run(TAG, &[&1_i64, &"name", &"välue"]).await?;
            Ok::<_, DbError>(((), tx.record(Happened(3)).await?))
        })
        .await
        .unwrap();
    let mut rows = vec![];
    full.db
        .dump(|table, row| {
            rows.push((table.clone(), row));
            Ok::<_, DbError>(())
        })
        .await
        .unwrap();
    for table in ["workspace_counter", "workspace"] {
        empty
            .db
            .write_quiet(1, QuietReason::Progress, async |tx| {
                tx.run(&format!("delete from {table}"), &[]).await
            })
            .await
            .unwrap();
    }
    for (table, row) in rows {
        empty.db.load(&table, &[row]).await.unwrap();
    }
    assert_eq!(full.db.digests().await.unwrap(), empty.db.digests().await.unwrap());
    assert_eq!(empty.db.verify_journal(1).await.unwrap(), Ok(1));
}
