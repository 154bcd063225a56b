//! What becomes of a message, from the button to the mail server's answer.

use base::clock;
use db::QuietReason;
use record::people::read::profile;
use record::{PersonRef, Refusal};

use super::kit::{Kit, Server, Verdict};
use crate::queue::{Decision, cancel, decide, queue};
use crate::store::State;
use crate::story::{self, PastMail};
use crate::suppression;

#[tokio::test(flavor = "multi_thread")]
async fn a_message_taken_back_within_the_hold_is_never_sent() {
    let server = Server::start(&[Verdict::Accept]).await;
    let kit = Kit::with_server(&server).await;
    let id = kit.queued().await;
    kit.work().await;
    assert_eq!(kit.message(id).await.state, State::Held, "nothing leaves before the hold is over");
    cancel(&kit.house, &kit.nora, id).await.unwrap();
    kit.after_the_hold().await;
    assert_eq!(kit.message(id).await.state, State::Cancelled);
    assert!(server.mails().is_empty());
    assert_eq!(kit.kinds().await, ["MessageQueued", "MessageCancelled"]);
    assert!(kit.timeline().await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_accepted_message_arrives_once_and_is_on_the_timeline() {
    let server = Server::start(&[Verdict::Accept]).await;
    let kit = Kit::with_server(&server).await;
    let id = kit.queued().await;
    kit.after_the_hold().await;
    kit.after_the_hold().await;
    let message = kit.message(id).await;
    assert_eq!(message.state, State::Sent);
    let mails = server.mails();
    assert_eq!(mails.len(), 1);
    for expected in [
        "Subject: A role for Amara",
        "Hi Amara,\r\nshall we talk?\r\n\r\nNora Whitfield",
        "From: \"Nora Whitfield\" <jobs@firm.example>",
        "nora@firm.example",
        "@firm.example>\r\n",
    ] {
        assert!(mails[0].contains(expected), "{expected:?} in {}", mails[0]);
    }
    assert_eq!(kit.kinds().await, ["MessageQueued", "MessageSent"]);
    assert_eq!(kit.timeline().await, [("email_out".to_owned(), "A role for Amara".to_owned())]);
    let shown = profile(&kit.house.db, &kit.nora, &PersonRef::Person(kit.amara)).await.unwrap();
    assert_eq!(shown.last_contact_at, message.sent_at);
    let late = cancel(&kit.house, &kit.nora, id).await;
    assert!(matches!(late, Err(Refusal::Because(_))), "what has left cannot be taken back");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_found_in_the_middle_of_sending_is_unsure_and_only_a_person_decides() {
    let server = Server::start(&[Verdict::Accept]).await;
    let kit = Kit::with_server(&server).await;
    let id = kit.queued().await;
    // As a process leaves it that dies between the commit and the mail server's answer.
    let died = kit.house.db.write_quiet(kit.workspace.0, QuietReason::Progress, async |tx| {
        tx.run("update message set state = 'sending' where workspace_id = $1", &[&kit.workspace]).await
    });
    died.await.unwrap();
    kit.after_the_hold().await;
    kit.clock.advance(clock::DAY);
    kit.work().await;
    assert_eq!(kit.message(id).await.state, State::Unsure);
    assert!(server.mails().is_empty(), "never resent by itself");
    assert!(kit.timeline().await.is_empty());

    decide(&kit.house, &kit.nora, id, Decision::Again).await.unwrap();
    kit.after_the_hold().await;
    assert_eq!((kit.message(id).await.state, server.mails().len()), (State::Sent, 1));
    let late = decide(&kit.house, &kit.nora, id, Decision::Again).await;
    assert!(matches!(late, Err(Refusal::Conflict(_))), "a sent message is not sent again");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_breaks_after_the_message_makes_it_unsure_until_it_is_said_to_have_arrived() {
    let server = Server::start(&[Verdict::HangUp, Verdict::Accept]).await;
    let kit = Kit::with_server(&server).await;
    let id = kit.queued().await;
    kit.after_the_hold().await;
    kit.clock.advance(clock::DAY);
    kit.work().await;
    let message = kit.message(id).await;
    assert_eq!((message.state, server.mails().len()), (State::Unsure, 1));
    assert!(message.state_text.contains("connection broke"), "{}", message.state_text);
    decide(&kit.house, &kit.nora, id, Decision::Arrived).await.unwrap();
    assert_eq!(kit.message(id).await.state, State::Sent);
    assert_eq!(kit.timeline().await.len(), 1);
    assert_eq!(kit.kinds().await, ["MessageQueued", "MessageUnsure", "MessageSent"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_dies_before_it_has_the_message_is_tried_again() {
    let server = Server::start(&[Verdict::HangUpBefore, Verdict::Accept]).await;
    let kit = Kit::with_server(&server).await;
    let id = kit.queued().await;
    kit.after_the_hold().await;
    let waiting = kit.message(id).await;
    assert_eq!((waiting.state, server.mails().len()), (State::Held, 0), "{}", waiting.state_text);
    assert!(!waiting.state_text.is_empty(), "its sender sees why it waits");
    kit.clock.advance(5 * clock::SECOND);
    kit.work().await;
    assert_eq!((kit.message(id).await.state, server.mails().len()), (State::Sent, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_posted_twice_is_one_message() {
    let server = Server::start(&[Verdict::Accept]).await;
    let kit = Kit::with_server(&server).await;
    let letter = crate::queue::NewMessage { form_key: record::once::key(), ..kit.letter() };
    let post = || queue(&kit.house, &kit.nora, &letter);
    let (first, second) = tokio::join!(post(), post());
    let (first, second, third) = (first.unwrap(), second.unwrap(), post().await.unwrap());
    assert!(first == second && second == third);
    kit.after_the_hold().await;
    assert_eq!((kit.message(first).await.state, server.mails().len()), (State::Sent, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_asks_for_patience_gets_it_and_one_that_refuses_is_quoted() {
    let server = Server::start(&[Verdict::Later, Verdict::Accept, Verdict::Refuse]).await;
    let kit = Kit::with_server(&server).await;
    let id = kit.queued().await;
    kit.after_the_hold().await;
    let waiting = kit.message(id).await;
    assert_eq!(waiting.state, State::Held);
    assert!(waiting.state_text.contains("451 come back later"), "{}", waiting.state_text);
    kit.work().await;
    assert_ne!(kit.message(id).await.state, State::Sent, "the pause is kept");
    kit.clock.advance(5 * clock::SECOND);
    kit.work().await;
    assert_eq!((kit.message(id).await.state, server.mails().len()), (State::Sent, 1));

    let refused = kit.queued().await;
    kit.after_the_hold().await;
    let refused = kit.message(refused).await;
    assert_eq!(refused.state, State::Failed);
    assert!(refused.state_text.contains("550 no such mailbox"), "{}", refused.state_text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_suppressed_address_is_refused_when_writing_and_when_sending() {
    let server = Server::start(&[Verdict::Accept]).await;
    let kit = Kit::with_server(&server).await;
    let id = kit.queued().await;
    suppression::enter(&kit.house, &kit.nora, kit.amara, "Amara@Okafor.example", "asked").await.unwrap();
    kit.after_the_hold().await;
    let message = kit.message(id).await;
    assert_eq!((message.state, message.state_text.as_str()), (State::Failed, suppression::WORDS));
    let refused = queue(&kit.house, &kit.nora, &kit.letter()).await;
    assert!(matches!(refused, Err(Refusal::Field { field: "to", .. })), "{refused:?}");
    assert!(server.mails().is_empty());
    suppression::lift(&kit.house, &kit.nora, kit.amara, "amara@okafor.example").await.unwrap();
    kit.queued().await;
    kit.after_the_hold().await;
    assert_eq!(server.mails().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_a_message_is_said_at_its_field() {
    let server = Server::start(&[Verdict::Accept]).await;
    let kit = Kit::with_server(&server).await;
    let letter = kit.letter();
    for (wrong, field, words) in [
        (
            crate::queue::NewMessage { to: "eve@evil.example".into(), ..letter.clone() },
            "to",
            "one of this person's",
        ),
        (crate::queue::NewMessage { subject: " ".into(), ..letter.clone() }, "subject", "Write a subject"),
        (
            crate::queue::NewMessage { body: "At {{ person.current_employer }}?".into(), ..letter.clone() },
            "body",
            "no current employer",
        ),
        (
            crate::queue::NewMessage { body: "{{ person.age }}".into(), ..letter.clone() },
            "body",
            "no variable person.age",
        ),
    ] {
        let refused = queue(&kit.house, &kit.nora, &wrong).await;
        let Err(Refusal::Field { field: at, message }) = refused else { panic!("{refused:?}") };
        assert!(at == field && message.contains(words), "{at}: {message}");
    }
    let none = Kit::open(false).await;
    let refused = queue(&none.house, &none.nora, &none.letter()).await;
    assert!(matches!(&refused, Err(Refusal::Because(words)) if words.contains("not set up")), "{refused:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_names_the_messages_before_it() {
    let server = Server::start(&[Verdict::Accept]).await;
    let kit = Kit::with_server(&server).await;
    let past = |subject: &str, answers| PastMail {
        person: kit.amara,
        user: kit.user(),
        address: "nora@firm.example".into(),
        subject: subject.into(),
        body: "Hello".into(),
        answers,
        ..PastMail::default()
    };
    let first = story::sent(&kit.house, &kit.nora, past("A role", None)).await.unwrap();
    let second = story::received(&kit.house, &kit.nora, past("Re: A role", Some(first))).await.unwrap();
    let answer = crate::queue::NewMessage { reply_to: Some(second), ..kit.letter() };
    let third = queue(&kit.house, &kit.nora, &answer).await.unwrap();
    kit.after_the_hold().await;
    let (first, second, third) =
        (kit.message(first).await, kit.message(second).await, kit.message(third).await);
    assert_eq!((second.thread, third.thread), (first.id, first.id));
    // Long headers are folded.
    let mail = server.mails()[0].replace("\r\n ", " ");
    assert!(mail.contains(&format!("In-Reply-To: <{}>", second.message_id)), "{mail}");
    assert!(mail.contains(&format!("References: <{}> <{}>", first.message_id, second.message_id)), "{mail}");
    let kinds: Vec<String> = kit.timeline().await.into_iter().map(|(kind, _)| kind).collect();
    assert_eq!(kinds, ["email_out", "email_in", "email_out"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_sends_nothing_and_keeps_what_would_have_gone() {
    let kit = Kit::open(true).await;
    let id = kit.queued().await;
    kit.after_the_hold().await;
    assert_eq!(kit.message(id).await.state, State::Sent);
    assert_eq!(kit.timeline().await.len(), 1);
}
