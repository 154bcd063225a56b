//! The pages, through the guards, as a browser without JavaScript sees them.

use record::access::session;
use web::axum::body::Body;
use web::axum::extract::ConnectInfo;
use web::axum::http::{Request, header};
use web::axum::response::Response;
use web::{Room, Web, axum::Router};

use super::kit::{Kit, Server, Verdict};
use crate::store::State;
use crate::story::{self, PastMail};

static ROOMS: [Room; 1] = [crate::ROOM];

struct Browser {
    site: Router,
    token: String,
    csrf: String,
}

struct Page {
    status: u16,
    to: String,
    cookies: String,
    html: String,
}

impl Browser {
    async fn of(kit: &Kit) -> Self {
        let site = web::serve_house(Web::new(kit.house.clone(), &ROOMS, vec![]));
        let started = session::start(&kit.house.db, kit.workspace, kit.user(), "", "", false).await.unwrap();
        Self { site, token: started.token, csrf: started.csrf }
    }

    async fn get(&self, path: &str) -> Page {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let mut pairs = vec![("csrf", self.csrf.as_str())];
        pairs.extend(fields);
        let body = serde_html_form::to_string(&pairs).unwrap();
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin");
        self.send(request.body(body.into()).unwrap()).await
    }

    async fn send(&self, mut request: Request<Body>) -> Page {
        let cookie = format!("rapport={}", self.token).parse().unwrap();
        request.headers_mut().insert(header::COOKIE, cookie);
        let peer = std::net::SocketAddr::from(([127, 0, 0, 1], 50_000));
        request.extensions_mut().insert(ConnectInfo(peer));
        let answer: Response = tower::ServiceExt::oneshot(self.site.clone(), request).await.unwrap();
        let text = |name: header::HeaderName| {
            let values = answer.headers().get_all(name).iter();
            values.map(|value| value.to_str().unwrap()).collect::<Vec<_>>().join("\n")
        };
        let (status, to, cookies) =
            (answer.status().as_u16(), text(header::LOCATION), text(header::SET_COOKIE));
        let body = http_body_util::BodyExt::collect(answer.into_body()).await.unwrap().to_bytes();
        Page { status, to, cookies, html: String::from_utf8(body.to_vec()).unwrap() }
    }
}

impl Page {
    #[track_caller]
    fn says(&self, words: &str) -> &Self {
        assert!(self.html.contains(words), "{}: no {words:?} in {}", self.status, self.html);
        self
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_is_written_with_a_template_sent_and_undone() {
    let server = Server::start(&[Verdict::Accept]).await;
    let kit = Kit::with_server(&server).await;
    let browser = Browser::of(&kit).await;
    let saved = browser.post(
        "/templates",
        &[
            ("name", "Hello"),
            ("subject", "Hello {{ person.first_name }}"),
            ("body", "Hi {{ person.first_name }},\n\nhow is {{ person.current_employer }}?"),
        ],
    );
    assert_eq!(saved.await.to, "/templates");
    let list = browser.get("/templates").await;
    let template =
        list.html.split("href=\"/templates/").nth(2).unwrap().split('"').next().unwrap().to_owned();
    let compose = format!("/candidates/{}/messages", kit.amara);
    let page = browser.get(&format!("{compose}/new?template={template}")).await;
    page.says("value=\"Hello Amara\"")
        .says("Hi Amara,")
        .says("There is no current employer to fill in the message");

    let fields = |body| [("to", "amara@okafor.example"), ("subject", "Hello Amara"), ("body", body)];
    let refused = browser.post(&compose, &fields("How is {{ person.current_employer }}?")).await;
    assert_eq!(refused.status, 422);
    refused.says("id=\"body-error\"").says("How is {{ person.current_employer }}?");
    let checked = browser.post(&format!("{compose}/draft"), &fields("Checked text")).await;
    assert_eq!(checked.status, 200);
    checked.says("<p>Checked text</p>").says("The address may be written to");

    let sent = browser.post(&compose, &fields("How are you?")).await;
    assert_eq!((sent.status, sent.to), (303, format!("/candidates/{}", kit.amara)));
    assert!(sent.cookies.contains("Sending%20to%20Amara%20in%2010%20seconds"), "{}", sent.cookies);
    let list = browser.get("/messages").await;
    list.says("Waiting").says("Do not send").says("How are you?");
    let message = list.html.split("action=\"/messages/").nth(1).unwrap().split('/').next().unwrap();
    let undone = browser.post(&format!("/messages/{message}/cancellation"), &[("next", "/messages")]).await;
    assert_eq!(undone.to, "/messages");
    kit.after_the_hold().await;
    assert!(server.mails().is_empty());
    browser.get(&format!("/messages/{message}")).await.says("Cancelled");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unsure_message_asks_its_sender_and_is_counted_in_the_side_bar() {
    let server = Server::start(&[Verdict::HangUp, Verdict::Accept]).await;
    let kit = Kit::with_server(&server).await;
    let browser = Browser::of(&kit).await;
    let id = kit.queued().await;
    kit.after_the_hold().await;
    let page = browser.get(&format!("/messages/{id}")).await;
    page.says("It arrived: mark as sent").says("Send again").says("<span class=\"n\">1</span>");
    let address = format!("/messages/{id}/resolution");
    assert_eq!(browser.post(&address, &[("decision", "perhaps")]).await.status, 422);
    assert_eq!(browser.post(&address, &[("decision", "arrived")]).await.status, 303);
    assert_eq!(kit.message(id).await.state, State::Sent);
    assert_eq!(browser.post(&address, &[("decision", "again")]).await.status, 409);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_template_is_shown_where_it_is_wrong_and_a_newer_one_is_not_overwritten() {
    let kit = Kit::open(false).await;
    let browser = Browser::of(&kit).await;
    let fields = |subject, body| [("name", "Hello"), ("subject", subject), ("body", body), ("version", "1")];
    let wrong = browser.post("/templates", &fields("Hi", "Dear\n{{ person.surname }}")).await;
    assert_eq!(wrong.status, 422);
    wrong
        .says("id=\"body-error\"")
        .says("Line 2: there is no variable person.surname")
        .says("{{ person.surname }}");
    let preview =
        browser.post("/templates/preview", &fields("Hi {{ person.name }}", "As {{ job.title }}?")).await;
    preview.says("Hi Amara Okafor").says("<p>As Senior backend engineer?</p>");
    browser.get("/templates").await.says("No templates yet");

    browser.post("/templates", &fields("First", "Text")).await;
    let list = browser.get("/templates").await;
    let template =
        list.html.split("href=\"/templates/").nth(2).unwrap().split('"').next().unwrap().to_owned();
    let address = format!("/templates/{template}");
    assert_eq!(browser.post(&address, &fields("Second", "Text")).await.status, 303);
    let late = browser.post(&address, &fields("Third", "Text")).await;
    assert_eq!(late.status, 409);
    late.says("Its subject now reads: Second");
    assert_eq!(browser.post(&format!("{address}/retirement"), &[]).await.status, 303);
    assert_eq!(browser.get(&address).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_mail_settings_keep_the_password_sealed_and_the_test_names_each_step() {
    let server = Server::start(&[Verdict::Accept, Verdict::Refuse]).await;
    let kit = Kit::open(false).await;
    let browser = Browser::of(&kit).await;
    let port = server.port.to_string();
    let fields = |version| {
        [
            ("host", "127.0.0.1"),
            ("port", port.as_str()),
            ("security", "none"),
            ("sender_address", "jobs@firm.example"),
            ("sender_name", "Harbour"),
            ("password", "correct horse"),
            ("version", version),
        ]
    };
    let tested = browser.post("/settings/mail/test", &fields("0")).await;
    tested.says("The test is on its way").says("Message accepted");
    assert!(server.mails()[0].contains("nora@firm.example"));
    let refused = browser.post("/settings/mail/test", &fields("0")).await;
    refused.says("The test did not get through").says("no such mailbox").says("Check the recipient");
    let unsaved = browser.get("/settings/mail").await;
    assert!(!unsaved.html.contains("value=\"jobs@firm.example\""), "a test saves nothing");

    assert_eq!(browser.post("/settings/mail", &fields("0")).await.status, 303);
    let page = browser.get("/settings/mail").await;
    page.says("value=\"jobs@firm.example\"").says("Stored and sealed");
    assert!(!page.html.contains("correct horse"));
    let stored = crate::mail_settings::load(&kit.house, kit.workspace).await.unwrap().unwrap();
    assert_eq!(stored.password(&kit.house, kit.workspace).unwrap(), "correct horse");
    assert!(!stored.sealed.unwrap().windows(7).any(|part| part == b"correct"));
    assert_eq!(browser.post("/settings/mail", &fields("0")).await.status, 409);
    let wrong =
        browser.post("/settings/mail", &[("host", "smtp firm"), ("port", "25"), ("version", "1")]).await;
    assert_eq!(wrong.status, 422);
    wrong.says("id=\"host-error\"").says("value=\"smtp firm\"");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_outbox_is_the_demos_alone_and_shows_the_whole_text() {
    let kit = Kit::open(true).await;
    let browser = Browser::of(&kit).await;
    kit.queued().await;
    kit.after_the_hold().await;
    browser.get("/outbox").await.says("A role for Amara").says("shall we talk?").says("amara@okafor.example");
    let real = Kit::open(false).await;
    assert_eq!(Browser::of(&real).await.get("/outbox").await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_tab_lists_conversations_and_takes_addresses_out_of_reach() {
    let kit = Kit::open(true).await;
    let browser = Browser::of(&kit).await;
    let past = |subject: &str, answers| PastMail {
        person: kit.amara,
        user: kit.user(),
        address: "nora@firm.example".into(),
        subject: subject.into(),
        body: "Good morning".into(),
        answers,
        ..PastMail::default()
    };
    let first = story::sent(&kit.house, &kit.nora, past("A role", None)).await.unwrap();
    let second = story::received(&kit.house, &kit.nora, past("Re: A role", Some(first))).await.unwrap();
    let tab = kit.panel(&browser.token).await;
    assert_eq!(tab.count, Some(2));
    for expected in ["Re: A role", "Good morning", &format!("reply_to={second}"), "Never write here again"] {
        assert!(tab.html.contains(expected), "{expected} in {}", tab.html);
    }
    let reply = browser.get(&format!("/candidates/{}/messages/new?reply_to={second}", kit.amara)).await;
    reply.says("value=\"Re: A role\"");
    let address = format!("/candidates/{}/suppressions", kit.amara);
    let form = [("address", "amara@okafor.example"), ("suppressed", "yes")];
    assert_eq!(browser.post(&address, &form).await.status, 303);
    assert!(kit.panel(&browser.token).await.html.contains("Not to be written to"));
    browser.get(&format!("/candidates/{}/messages/new", kit.amara)).await.says(crate::suppression::WORDS);
    let foreign = browser.post(&address, &[("address", "eve@evil.example")]).await;
    assert_eq!(foreign.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_template_may_start_from_one_of_ours_in_the_candidates_language() {
    let kit = Kit::open(false).await;
    let browser = Browser::of(&kit).await;
    let empty = browser.get("/templates/new").await;
    assert!(empty.html.contains("Start from one of ours") && empty.html.contains("Einladung zum Gespräch"));
    let page = browser.get("/templates/new?from=invitation&language=de").await;
    assert_eq!(page.status, 200);
    assert!(page.html.contains("Einladung zum Gespräch (Deutsch)"), "{}", page.html);
    // The preview greets somebody by name, and the text itself keeps its variables.
    assert!(page.html.contains("Guten Tag Amara Okafor") && page.html.contains("{{ person.name }}"));
    let unknown = browser.get("/templates/new?from=invitation&language=tlh").await;
    assert_eq!(unknown.status, 200);
}
