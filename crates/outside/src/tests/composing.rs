//! The bytes of a message.

use crate::{ComposeError, OutgoingMail, Party, compose};

fn party(address: &str, name: &str) -> Party {
    Party { address: address.to_owned(), name: name.to_owned() }
}

fn mail() -> OutgoingMail {
    OutgoingMail {
        from: party("jobs@acme.example", "Acme Jobs"),
        to: party("jane@mail.example", "Jane Doe"),
        subject: "Your application".to_owned(),
        text: "Dear Jane,\n\nthank you.\n".to_owned(),
        message_id: "<1@acme.example>".to_owned(),
        date_unix_micros: 1_795_000_000_000_000,
        ..OutgoingMail::default()
    }
}

fn written(mail: &OutgoingMail) -> String {
    String::from_utf8(compose(mail).unwrap()).unwrap()
}

/// Unfolded header lines.
fn headers(message: &str) -> Vec<String> {
    let (head, _) = message.split_once("\r\n\r\n").unwrap();
    head.replace("\r\n ", " ").split("\r\n").map(str::to_owned).collect()
}

#[test]
fn a_plain_message_is_written_in_full() {
    let mut mail = mail();
    mail.reply_to = Some(party("reply@acme.example", ""));
    mail.in_reply_to = Some("<0@mail.example>".to_owned());
    mail.references = vec!["<a@mail.example>".to_owned(), "<0@mail.example>".to_owned()];
    mail.headers = vec![("Auto-Submitted".to_owned(), "auto-generated".to_owned())];
    let message = written(&mail);
    let expected = [
        "Date: Wed, 18 Nov 2026 11:06:40 +0000",
        "From: \"Acme Jobs\" <jobs@acme.example>",
        "To: \"Jane Doe\" <jane@mail.example>",
        "Subject: Your application",
        "Message-ID: <1@acme.example>",
        "Reply-To: reply@acme.example",
        "In-Reply-To: <0@mail.example>",
        "References: <a@mail.example> <0@mail.example>",
        "Auto-Submitted: auto-generated",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 7bit",
    ];
    assert_eq!(headers(&message), expected);
    assert!(message.ends_with("\r\n\r\nDear Jane,\r\n\r\nthank you.\r\n"), "{message}");
}

#[test]
fn beyond_ascii_everything_is_encoded_and_lines_stay_short() {
    let mut mail = mail();
    mail.from.name = "Büro für Stellen, Zürich".to_owned();
    mail.to.name = "名前".to_owned();
    mail.subject = "Ihre Bewerbung als Gärtner ".repeat(12);
    mail.text = format!("Grüße\n{}\n", "sehr lang ".repeat(300));
    mail.html = Some(format!("<p>{}</p>", "x".repeat(3000)));
    mail.references = (0..40).map(|n| format!("<{n}-{}@mail.example>", "r".repeat(40))).collect();
    mail.headers = vec![("List-Id".to_owned(), "Stellen für Gärtner".to_owned())];
    let message = written(&mail);
    assert!(message.is_ascii());
    for line in message.split("\r\n") {
        assert!(line.len() <= 120, "{} bytes: {line}", line.len());
        assert!(!line.contains(['\r', '\n']));
    }
    assert!(message.contains("From: =?utf-8?b?QsO8cm8gZsO8ciBTdGVsbGVuLCBaw7xyaWNo?= <jobs@"));
    assert!(message.contains("Subject: Ihre Bewerbung als =?utf-8?b?R8OkcnRuZXI=?= Ihre"));
    assert!(message.contains("multipart/alternative"));
}

#[test]
fn the_same_mail_gives_the_same_bytes_and_the_boundary_holds() {
    let mut mail = mail();
    mail.html = Some("<p>Dear Jane</p>".to_owned());
    let message = written(&mail);
    assert_eq!(message, written(&mail));
    let boundary = message.split("boundary=\"").nth(1).unwrap();
    let boundary = boundary.split('"').next().unwrap();
    assert_eq!(message.matches(&format!("--{boundary}\r\n")).count(), 2);
    assert_eq!(message.matches(&format!("--{boundary}--")).count(), 1);
    mail.message_id = "<2@acme.example>".to_owned();
    assert!(!written(&mail).contains(boundary));
}

#[test]
fn header_injection_is_refused() {
    let evil = "x\r\nBcc: everyone@mail.example";
    let changes: [fn(&mut OutgoingMail, String); 9] = [
        |mail, evil| mail.subject = evil,
        |mail, evil| mail.from.name = evil,
        |mail, evil| mail.to.name = evil,
        |mail, evil| mail.to.address = evil,
        |mail, evil| mail.reply_to = Some(party("a@b.example", &evil)),
        |mail, evil| mail.message_id = format!("<{evil}>"),
        |mail, evil| mail.in_reply_to = Some(format!("<{evil}>")),
        |mail, evil| mail.references = vec![format!("<{evil}>")],
        |mail, evil| mail.headers = vec![("X-Tag".to_owned(), evil)],
    ];
    for (number, change) in changes.into_iter().enumerate() {
        for evil in [evil, "x\nBcc: y@z.example", "x\ry", "x\0y"] {
            let mut mail = mail();
            change(&mut mail, evil.to_owned());
            assert!(compose(&mail).is_err(), "change {number}: {evil:?}");
        }
    }
}

#[test]
fn headers_with_a_field_of_their_own_are_not_free() {
    for name in ["Bcc", "from", "CONTENT-TYPE", "Date", "X Tag", "X:Tag", "", "X\r\nBcc"] {
        let mut mail = mail();
        mail.headers = vec![(name.to_owned(), "x".to_owned())];
        let refused = compose(&mail).unwrap_err();
        assert_eq!(refused, ComposeError::Header(name.to_owned()));
    }
}

#[test]
fn ids_and_dates_are_checked() {
    for id in ["", "1@acme.example", "<1>", "<a b@c>", "<a@b><c@d>", "<ä@b>"] {
        let mut mail = mail();
        mail.message_id = id.to_owned();
        assert_eq!(compose(&mail).unwrap_err(), ComposeError::MessageId(id.to_owned()));
    }
    for micros in [-1, i64::MAX] {
        let mut mail = mail();
        mail.date_unix_micros = micros;
        assert_eq!(compose(&mail).unwrap_err(), ComposeError::Date);
    }
}
