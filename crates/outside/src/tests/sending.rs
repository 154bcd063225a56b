//! A failure at every stage, and what the caller is told.

use super::server::Act::{self, Encrypt, Hear, HearMessage, Say, Wait};
use super::server::{accepted, announced, certificate, greeted, play, settings};
use crate::{Delivery, Diagnosis, Envelope, Outside, Secret, Security, SmtpSettings};

const MESSAGE: &[u8] = b"Subject: x\r\n\r\n.dot\nend";
const ONLINE: Outside = Outside { offline: false };

fn envelope() -> Envelope {
    Envelope::new("jobs@acme.example", "jane@mail.example").unwrap()
}

/// Plays the script, sends to it, and gives the outcome and what the server heard.
async fn send(acts: Vec<Act>, change: impl Fn(&mut SmtpSettings)) -> (Delivery, Vec<String>) {
    let (port, played) = play(acts).await;
    let mut settings = settings(port);
    change(&mut settings);
    let delivery = ONLINE.send(&settings, &envelope(), MESSAGE).await;
    (delivery, played.await.unwrap())
}

async fn diagnose(acts: Vec<Act>, change: impl Fn(&mut SmtpSettings)) -> Diagnosis {
    let (port, _played) = play(acts).await;
    let mut settings = settings(port);
    change(&mut settings);
    ONLINE.diagnose(&settings, &envelope(), MESSAGE).await
}

fn as_set(_: &mut SmtpSettings) {}

fn start_tls(settings: &mut SmtpSettings) {
    settings.security = Security::StartTls;
}

fn sign_in(settings: &mut SmtpSettings) {
    settings.user = "jobs".to_owned();
    settings.password = Secret::new("öpen");
}

fn with(mut acts: Vec<Act>, more: &[Act]) -> Vec<Act> {
    acts.extend_from_slice(more);
    acts
}

/// The last step of a diagnosis: its name, and what to do.
fn failed(diagnosis: &Diagnosis) -> (&str, &str) {
    let (last, before) = diagnosis.steps.split_last().unwrap();
    assert!(before.iter().all(|step| step.ok && step.do_next.is_empty()));
    assert!(!last.ok && !last.what.is_empty() && !diagnosis.ok(), "{diagnosis:?}");
    (last.name, &last.do_next)
}

fn is_not_sent(delivery: &Delivery) -> bool {
    matches!(delivery, Delivery::NotSent { .. })
}

#[tokio::test]
async fn a_message_is_handed_over_whole() {
    let (delivery, heard) = send(with(accepted(), &[Hear("QUIT")]), as_set).await;
    let response = "250 2.0.0 queued as 7".to_owned();
    assert_eq!(delivery, Delivery::Accepted { response });
    assert_eq!(heard[4], "Subject: x\r\n\r\n..dot\r\nend\r\n.\r\n");
}

#[tokio::test]
async fn a_server_that_only_knows_helo_is_fine() {
    let script = with(greeted("502 what?"), &[Hear("HELO rapport.example"), Say("250 hello")]);
    let (delivery, _) = send(with(script, &accepted()[3..]), as_set).await;
    assert!(matches!(delivery, Delivery::Accepted { .. }), "{delivery:?}");
}

#[tokio::test]
async fn refusals_of_the_message_are_told_apart_from_requests_to_come_again() {
    let mail = Hear("MAIL");
    let fine = Say("250 fine");
    let rcpt = Hear("RCPT");
    let stages: [(&str, Vec<Act>); 4] = [
        ("sender", with(greeted("250 sink"), std::slice::from_ref(&mail))),
        ("recipient", with(greeted("250 sink"), &[mail, fine, rcpt])),
        ("announcement", announced()),
        ("message", with(announced(), &[Say("354 go on"), HearMessage])),
    ];
    for (stage, script) in stages {
        let (delivery, _) = send(with(script.clone(), &[Say("550-no\n550 never")]), as_set).await;
        let text = "no never".to_owned();
        assert_eq!(delivery, Delivery::RefusedForGood { code: 550, text }, "{stage}");
        let (delivery, _) = send(with(script, &[Say("450 busy")]), as_set).await;
        let text = "busy".to_owned();
        assert_eq!(delivery, Delivery::TryLater { code: 450, text }, "{stage}");
    }
}

#[tokio::test]
async fn hanging_up_before_the_bytes_is_safe_and_after_them_is_unsure() {
    let all = announced();
    for end in 0..=all.len() {
        let (delivery, _) = send(all[..end].to_vec(), as_set).await;
        assert!(is_not_sent(&delivery), "after {end} acts: {delivery:?}");
    }
    for rest in [&[Say("354 go on")][..], &[Say("354 go on"), HearMessage]] {
        let (delivery, _) = send(with(all.clone(), rest), as_set).await;
        assert!(matches!(delivery, Delivery::Unsure { .. }), "{delivery:?}");
    }
}

#[tokio::test]
async fn silence_before_the_bytes_is_safe_and_after_them_is_unsure() {
    let quick = |settings: &mut SmtpSettings| {
        settings.timeout_ms = 50;
        settings.verdict_timeout_ms = 50;
    };
    // The server waits too; it is left behind, not waited for.
    let (port, _played) = play(with(announced(), &[Wait])).await;
    let mut silent = settings(port);
    quick(&mut silent);
    assert!(is_not_sent(&ONLINE.send(&silent, &envelope(), MESSAGE).await));
    let (delivery, _) = send(with(announced(), &[Say("354 go on"), Wait]), |settings| {
        settings.verdict_timeout_ms = 50;
    })
    .await;
    assert!(matches!(delivery, Delivery::Unsure { .. }), "{delivery:?}");
}

#[tokio::test]
async fn an_answer_out_of_step_is_no_agreement() {
    let (delivery, _) = send(with(announced(), &[Say("250 done")]), as_set).await;
    assert!(is_not_sent(&delivery), "{delivery:?}");
    let script = with(announced(), &[Say("354 go on"), HearMessage, Say("354 go on")]);
    let (delivery, _) = send(script, as_set).await;
    assert!(matches!(delivery, Delivery::Unsure { .. }), "{delivery:?}");
}

#[tokio::test]
async fn a_server_that_turns_us_away_does_not_condemn_the_message() {
    let (delivery, _) = send(vec![Say("554 no service here")], as_set).await;
    assert!(is_not_sent(&delivery), "{delivery:?}");
    let (delivery, _) = send(vec![Say("421 busy")], as_set).await;
    let text = "busy".to_owned();
    assert_eq!(delivery, Delivery::TryLater { code: 421, text });
    let script = with(greeted("250 sink"), &[Hear("MAIL"), Say("530 sign in first")]);
    let (delivery, _) = send(script, as_set).await;
    assert!(is_not_sent(&delivery), "{delivery:?}");
}

#[tokio::test]
async fn nobody_there_is_safe_and_explained() {
    let (port, played) = play(Vec::new()).await;
    played.abort();
    let _ = played.await;
    let diagnosis = ONLINE.diagnose(&settings(port), &envelope(), MESSAGE).await;
    let (name, do_next) = failed(&diagnosis);
    assert_eq!((name, diagnosis.steps.len()), ("Connect", 2));
    assert!(do_next.contains("firewall"));
    let delivery = ONLINE.send(&settings(port), &envelope(), MESSAGE).await;
    assert!(is_not_sent(&delivery), "{delivery:?}");
}

#[tokio::test]
async fn a_name_that_is_no_host_is_explained() {
    let mut settings = settings(25);
    // No name service is asked for a name with a space.
    settings.host = "mail server".to_owned();
    let diagnosis = ONLINE.diagnose(&settings, &envelope(), MESSAGE).await;
    assert_eq!(failed(&diagnosis).0, "Find mail server");
}

#[tokio::test]
async fn offline_nothing_leaves() {
    let (port, played) = play(accepted()).await;
    let outside = Outside { offline: true };
    let delivery = outside.send(&settings(port), &envelope(), MESSAGE).await;
    assert!(is_not_sent(&delivery), "{delivery:?}");
    assert!(!outside.diagnose(&settings(port), &envelope(), MESSAGE).await.ok());
    assert!(!played.is_finished(), "nobody connected");
}

#[tokio::test]
async fn signing_in_takes_the_way_the_server_offers() {
    let plain = [Hear("AUTH PLAIN AGpvYnMAw7ZwZW4="), Say("235 welcome")];
    let login = [
        Hear("AUTH LOGIN"),
        Say("334 VXNlcm5hbWU6"),
        Hear("am9icw=="),
        Say("334 UGFzc3dvcmQ6"),
        Hear("w7ZwZW4="),
        Say("235 welcome"),
    ];
    for (offers, acts) in
        [("250-sink\n250 AUTH LOGIN PLAIN", &plain[..]), ("250-sink\n250 auth login", &login)]
    {
        let script = with(with(greeted(offers), acts), &accepted()[3..]);
        let (delivery, _) = send(script, sign_in).await;
        assert!(matches!(delivery, Delivery::Accepted { .. }), "{delivery:?}");
    }
}

#[tokio::test]
async fn a_wrong_password_is_safe_and_explained() {
    let script = with(greeted("250-sink\n250 AUTH PLAIN"), &[Hear("AUTH PLAIN"), Say("535 5.7.8 wrong")]);
    let (delivery, _) = send(script.clone(), sign_in).await;
    assert!(is_not_sent(&delivery), "{delivery:?}");
    let diagnosis = diagnose(script, sign_in).await;
    let (name, do_next) = failed(&diagnosis);
    assert_eq!((name, diagnosis.steps.len()), ("Sign in", 4));
    assert!(do_next.contains("password"), "{do_next}");
    assert!(!format!("{diagnosis:?}").contains("öpen"));
    let diagnosis = diagnose(greeted("250 sink"), sign_in).await;
    assert_eq!(failed(&diagnosis).0, "Sign in");
}

#[tokio::test]
async fn mail_in_the_open_stays_on_this_machine_unless_said_aloud() {
    // Every address of this machine but the loopback ones is "the network"; 0.0.0.0 is the one
    // that reaches a listener here without leaving.
    let network = |settings: &mut SmtpSettings| settings.host = "0.0.0.0".to_owned();
    let diagnosis = diagnose(greeted("250 sink"), network).await;
    let (name, do_next) = failed(&diagnosis);
    assert_eq!(name, "Encrypt");
    assert!(do_next.contains("expressly"), "{do_next}");
    let (delivery, _) = send(accepted(), |settings| {
        network(settings);
        settings.security = Security::None { across_the_network: true };
    })
    .await;
    assert!(matches!(delivery, Delivery::Accepted { .. }), "{delivery:?}");
}

#[tokio::test]
async fn encryption_is_agreed_in_both_ways() {
    let (server, pem) = certificate("localhost", None);
    let trust = |settings: &mut SmtpSettings| settings.house_authority_pem.clone_from(&pem);
    let agreed = [Hear("STARTTLS"), Say("220 go"), Encrypt(server.clone())];
    let script = with(greeted("250-sink\n250 STARTTLS"), &agreed);
    let (delivery, _) = send(with(script, &accepted()[1..]), |settings| {
        start_tls(settings);
        trust(settings);
    })
    .await;
    assert!(matches!(delivery, Delivery::Accepted { .. }), "{delivery:?}");
    let diagnosis = diagnose(with(vec![Encrypt(server)], &accepted()), |settings| {
        settings.security = Security::Tls;
        trust(settings);
    })
    .await;
    assert!(diagnosis.ok(), "{diagnosis:?}");
    let names: Vec<_> = diagnosis.steps.iter().map(|step| step.name).collect();
    let expected = [
        "Find mail server",
        "Connect",
        "Encrypt",
        "Sign in",
        "Sender accepted",
        "Recipient accepted",
        "Message accepted",
    ];
    assert_eq!(names, expected);
}

#[tokio::test]
async fn bad_certificates_are_refused_and_explained() {
    let (server, pem) = certificate("localhost", None);
    let (other, other_pem) = certificate("other.example", None);
    let (old, old_pem) = certificate("localhost", Some(2001));
    for (server, pem, hint) in [
        (server, "", "house's authority"),
        (other, other_pem.as_str(), "stands in the certificate"),
        (old, &old_pem, "Renew"),
    ] {
        let agreed = [Hear("STARTTLS"), Say("220 go"), Encrypt(server)];
        let script = with(greeted("250-sink\n250 STARTTLS"), &agreed);
        let change = |settings: &mut SmtpSettings| {
            start_tls(settings);
            settings.house_authority_pem = pem.to_owned();
        };
        let (delivery, _) = send(script.clone(), change).await;
        assert!(is_not_sent(&delivery), "{delivery:?}");
        let diagnosis = diagnose(script, change).await;
        let (name, do_next) = failed(&diagnosis);
        assert!(name == "Encrypt" && do_next.contains(hint), "{diagnosis:?}");
    }
    drop(pem);
}

#[tokio::test]
async fn a_server_without_encryption_gets_nothing() {
    let diagnosis = diagnose(greeted("250 sink"), start_tls).await;
    assert_eq!(failed(&diagnosis).0, "Encrypt");
    let refusing = with(greeted("250-sink\n250 STARTTLS"), &[Hear("STARTTLS"), Say("454 not now")]);
    let (delivery, _) = send(refusing, start_tls).await;
    assert!(matches!(delivery, Delivery::TryLater { code: 454, .. }), "{delivery:?}");
    // Encryption from the start, on a port that begins in the open.
    let diagnosis = diagnose(vec![Say("220 sink ready"), Wait], |settings| {
        settings.security = Security::Tls;
    })
    .await;
    let (name, do_next) = failed(&diagnosis);
    assert!(name == "Encrypt" && do_next.contains("STARTTLS"), "{diagnosis:?}");
}

#[tokio::test]
async fn words_slipped_in_before_the_encryption_are_not_believed() {
    let (server, pem) = certificate("localhost", None);
    let script = with(
        greeted("250-sink\n250 STARTTLS"),
        &[Hear("STARTTLS"), Say("220 go\n250 slipped in"), Encrypt(server)],
    );
    let (delivery, heard) = send(script, |settings| {
        start_tls(settings);
        settings.house_authority_pem.clone_from(&pem);
    })
    .await;
    assert!(is_not_sent(&delivery), "{delivery:?}");
    assert_eq!(heard.len(), 2);
}

#[test]
fn addresses_that_could_break_the_line_make_no_envelope() {
    let long = format!("{}@mail.example", "x".repeat(65));
    for bad in [
        "",
        "jane",
        "@mail.example",
        "jane@",
        "ja ne@mail.example",
        "jane@mail.example>\r\nRCPT TO:<x@y",
        "jane@mail.example\n",
        "<jane@mail.example>",
        "jane@x@mail.example",
        "jäne@mail.example",
        &long,
    ] {
        assert!(Envelope::new(bad, "jane@mail.example").is_err(), "{bad:?}");
        assert!(Envelope::new("jane@mail.example", bad).is_err(), "{bad:?}");
    }
    assert!(Envelope::new("o'neil+tag@x-y.example", "a@localhost").is_ok());
}
