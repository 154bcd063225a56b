//! Story: two servers on one PostgreSQL. On SQLite there is one, and nothing to tell.

use testkit::smtp_sink::SmtpSink;

use crate::process::{Place, resume, until};

#[tokio::test(flavor = "multi_thread")]
async fn two_nodes_are_one_house() {
    let place = Place::new().await;
    if !place.on_postgres() {
        return;
    }
    let sink = SmtpSink::start().unwrap();
    let other = place.beside();
    let shared = place.path("files").display().to_string();
    let one = place.serve_with(&[], |command| command.env("RAPPORT_FILES", &shared));
    let ada = one.set_up();
    // A node with a key of its own would not read the house's secrets.
    other.run(&["serve", "--listen", "127.0.0.1:0"]).refused("every node of one database uses the same");
    std::fs::copy(place.data().join("master.key"), other.data().join("master.key")).unwrap();
    let two = other.serve_with(&[], |command| command.env("RAPPORT_FILES", &shared));
    let nora = two.sign_in();

    // Written on one, found on the other, both ways; each index follows the journal.
    let added =
        ada.post("/candidates", &[("name", "Ada Lopez"), ("email", "al@example.com"), ("title", "Keeper")]);
    assert_eq!(added.status, 303, "{}", added.body);
    until(|| nora.get("/candidates?q=lopez").body.contains("Ada Lopez"), || two.log());
    let file = resume(&place.path(""), "one.txt", "Berit Solvang");
    let told = other.run(&["people", "import", &file, "--yes"]).well();
    assert!(told.contains("1 person new"), "read by whichever node was free: {told}");
    until(|| ada.get("/candidates?q=solvang").body.contains("Berit Solvang"), || one.log());

    // Chores run once, whoever takes them.
    let port = sink.port().to_string();
    let form = [
        ("sender_name", "Harbour & Pine"),
        ("sender_address", "jobs@example.test"),
        ("host", "127.0.0.1"),
        ("port", port.as_str()),
        ("security", "none"),
    ];
    assert!(ada.post("/settings/mail", &form).status < 400);
    const INVITED: usize = 12;
    for number in 0..INVITED {
        let email = format!("user{number}@example.test");
        let form = [("name", "Invited"), ("email", &email), ("role", "recruiter"), ("reach", "workspace")];
        let by = if number % 2 == 0 { &ada } else { &nora };
        let answer = by.post("/users", &form);
        assert_eq!(answer.status, 200, "{}", answer.body);
    }
    until(|| sink.mails().unwrap().len() >= INVITED, || format!("{}\n{}", one.log(), two.log()));
    assert!(two.stop().success());
    // One goes on without the other.
    assert_eq!(ada.get("/").status, 200);
    let told = place.run(&["doctor"]).well();
    assert!(told.contains("nothing failed") && !told.contains("WRONG"), "{told}");
    assert!(one.stop().success());
    let mut to: Vec<_> = sink.mails().unwrap().into_iter().map(|mail| mail.to).collect();
    to.sort();
    to.dedup();
    assert_eq!((to.len(), sink.mails().unwrap().len()), (INVITED, INVITED), "each once");
}
