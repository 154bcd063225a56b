//! Mails of the house to its own users.

use db::{NewChore, QuietReason};

use super::kit::{Kit, Server, Verdict};
use crate::Q;

async fn enqueue(kit: &Kit, template: &str) {
    let token = record::access::links::seal(&kit.house.keys, kit.workspace, "secret-token");
    let payload =
        serde_json::json!({ "user_id": kit.user().to_string(), "template": template, "token": token });
    let asked = kit.house.db.write_quiet(kit.workspace.0, QuietReason::Progress, async |tx| {
        let run_at = tx.now();
        let chore =
            NewChore { name: "SendSystemMail", payload: payload.to_string(), run_at, unique_key: None };
        tx.enqueue(chore).await
    });
    asked.await.unwrap();
}

async fn ask(kit: &Kit, template: &str) {
    enqueue(kit, template).await;
    kit.work().await;
}

async fn last_error(kit: &Kit) -> (String, String) {
    const SQL: &str = "select state, last_error from chore where workspace_id = $1";
    let found =
        kit.house.db.read(async |rd| rd.one(SQL, &[&kit.workspace], |row| (row.text(0), row.text(1))).await);
    found.await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_is_mailed_to_the_user() {
    let server = Server::start(&[Verdict::Accept]).await;
    let kit = Kit::with_server(&server).await;
    for (template, subject) in [("reset", "A new password"), ("invite", "Your account")] {
        ask(&kit, template).await;
        let mail = server.mails().pop().unwrap();
        // A long line of a mail may be folded by its encoding.
        let plain = mail.replace("=\r\n", "");
        assert!(plain.contains("https://rapport.example/password/secret-token"), "{mail}");
        assert!(mail.contains(subject) && mail.contains("nora@firm.example"), "{mail}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_mail_server_the_chore_says_what_to_do() {
    let kit = Kit::open(false).await;
    ask(&kit, "reset").await;
    let (state, why) = last_error(&kit).await;
    assert_eq!(state, "failed");
    assert!(why.contains("Mail is not set up yet"), "{why}");
}

#[tokio::test(flavor = "multi_thread")]
async fn in_the_demo_it_lies_in_the_outbox() {
    let kit = Kit::open(true).await;
    ask(&kit, "invite").await;
    let kept = kit.house.db.read(async |rd| {
        rd.all(Q.get("system-mails"), &[&kit.workspace], |row| (row.text(1), row.text(3))).await
    });
    let kept = kept.await.unwrap();
    assert_eq!(kept[0].0, "nora@firm.example");
    assert!(kept[0].1.contains("/password/secret-token"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_whose_sending_was_interrupted_is_not_mailed_a_second_time() {
    let server = Server::start(&[Verdict::Accept]).await;
    let kit = Kit::with_server(&server).await;
    enqueue(&kit, "reset").await;
    // As a process leaves it that dies while the mail server is spoken to.
    kit.house.db.claim_chore(base::clock::MINUTE).await.unwrap().unwrap();
    kit.house.db.take_up_chores().await.unwrap();
    kit.work().await;
    let (state, why) = last_error(&kit).await;
    assert_eq!((state.as_str(), server.mails().len()), ("failed", 0));
    assert!(why.contains("may have arrived") && why.contains("Ask for another link"), "{why}");
}
