//! The mail server of a workspace: kept as a setting, the password sealed.

use db::{Rd, Tx};
use outside::{Secret, Security, SmtpSettings};
use record::access::AnyScope;
use record::{Entry, House, Refusal, WorkspaceId};
use serde_json::{Value, json};

use crate::Q;

const NAME: &str = "mail";

/// How mail leaves, as the administrator set it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct MailSettings {
    pub(crate) host: String,
    pub(crate) port: u16,
    /// `tls`, `starttls`, `none` (this machine only) or `open` (unencrypted across the network).
    pub(crate) security: String,
    pub(crate) user: String,
    pub(crate) sender_name: String,
    pub(crate) sender_address: String,
    /// A certificate authority of the house, as PEM.
    pub(crate) authority: String,
    /// Counts the saves; 0 before the first.
    pub(crate) version: i64,
}

/// The settings with their password, still sealed.
pub(crate) struct Stored {
    pub(crate) settings: MailSettings,
    pub(crate) sealed: Option<Vec<u8>>,
}

fn purpose(workspace: WorkspaceId) -> String {
    format!("smtp/{workspace}")
}

pub(crate) async fn load(house: &House, workspace: WorkspaceId) -> Result<Option<Stored>, db::DbError> {
    house.db.read(async |rd| read(rd, workspace).await).await
}

async fn read(rd: &mut Rd<'_>, workspace: WorkspaceId) -> Result<Option<Stored>, db::DbError> {
    let found =
        rd.optional(Q.get("setting"), &[&workspace, &NAME], |row| (row.text(0), row.opt_bytes(1))).await?;
    Ok(found.map(|(text, sealed)| Stored { settings: parse(&text), sealed }))
}

fn parse(text: &str) -> MailSettings {
    let value: Value = serde_json::from_str(text).unwrap_or_default();
    let word = |name: &str| value[name].as_str().unwrap_or_default().to_owned();
    MailSettings {
        host: word("host"),
        port: value["port"].as_u64().and_then(|port| u16::try_from(port).ok()).unwrap_or(587),
        security: word("security"),
        user: word("user"),
        sender_name: word("sender_name"),
        sender_address: word("sender_address"),
        authority: word("authority"),
        version: value["version"].as_i64().unwrap_or(0),
    }
}

impl MailSettings {
    /// Checked as far as can be told without asking the server.
    pub(crate) fn check(&self) -> Result<(), Refusal> {
        if self.host.is_empty()
            || self.host.contains(|c: char| c.is_whitespace() || c.is_control() || c == '/')
        {
            return Err(Refusal::field("host", "Enter the server's name, such as smtp.firm.example."));
        }
        if self.port == 0 {
            return Err(Refusal::field("port", "Enter the port: usually 587, 465 or 25."));
        }
        if outside::Envelope::new(&self.sender_address, &self.sender_address).is_err() {
            return Err(Refusal::field(
                "sender_address",
                "Enter a whole address, such as jobs@firm.example.",
            ));
        }
        if self.sender_name.contains(char::is_control) {
            return Err(Refusal::field("sender_name", "Write the name on one line."));
        }
        Ok(())
    }

    /// For the way out. `patience` is how long each step may take, in milliseconds.
    pub(crate) fn smtp(&self, house: &House, password: String, patience: Patience) -> SmtpSettings {
        let helo = house.settings.base_url.split("://").last().unwrap_or_default();
        let helo = helo.split(['/', ':']).next().unwrap_or_default();
        SmtpSettings {
            host: self.host.clone(),
            port: self.port,
            security: match self.security.as_str() {
                "tls" => Security::Tls,
                "none" => Security::None { across_the_network: false },
                "open" => Security::None { across_the_network: true },
                _ => Security::StartTls,
            },
            user: self.user.clone(),
            password: Secret::new(password),
            helo_name: helo.to_owned(),
            timeout_ms: patience.step_ms,
            verdict_timeout_ms: patience.verdict_ms,
            house_authority_pem: self.authority.clone(),
        }
    }

    /// The domain of our Message-IDs.
    pub(crate) fn domain(&self) -> &str {
        self.sender_address.rsplit_once('@').map_or("localhost", |(_, domain)| domain)
    }
}

/// How long a mail server may take.
#[derive(Clone, Copy)]
pub(crate) struct Patience {
    pub(crate) step_ms: u64,
    pub(crate) verdict_ms: u64,
}

impl Patience {
    /// A send in the background: the verdict may wait for a virus scanner.
    pub(crate) const WORK: Self = Self { step_ms: 30_000, verdict_ms: 300_000 };
    /// A test that somebody watches.
    pub(crate) const TEST: Self = Self { step_ms: 7_000, verdict_ms: 12_000 };
}

impl Stored {
    /// A stored password goes to no other server than the one it was entered for.
    pub(crate) fn keep_for(&self, new: &MailSettings) -> Result<(), Refusal> {
        if self.sealed.is_some() && (&self.settings.host, &self.settings.user) != (&new.host, &new.user) {
            return Err(Refusal::field(
                "password",
                "Enter the password again: it was stored for another server or user.",
            ));
        }
        Ok(())
    }

    /// The password in the clear; empty where there is none. A password sealed under another key is an error.
    pub(crate) fn password(&self, house: &House, workspace: WorkspaceId) -> Result<String, Refusal> {
        let Some(sealed) = &self.sealed else { return Ok(String::new()) };
        let opened = house.keys.open(&purpose(workspace), sealed);
        let opened = opened.and_then(|bytes| String::from_utf8(bytes).ok());
        opened.ok_or_else(|| Refusal::because(LOST_PASSWORD))
    }
}

const LOST_PASSWORD: &str = "The mail server's password was sealed with another master key. An administrator must enter it again under Settings, Mail.";

/// Saves what was typed. `password` `None` keeps the one there is.
pub(crate) async fn save(
    house: &House,
    who: &record::access::Administering,
    new: &MailSettings,
    password: Option<&str>,
) -> Result<(), Refusal> {
    new.check()?;
    let workspace = who.workspace_id();
    let fresh = password.map(|password| match password {
        "" => None,
        password => Some(house.keys.seal(&purpose(workspace), password.as_bytes())),
    });
    house
        .db
        .write(who, async |tx| {
            let before = read(tx, workspace).await?;
            let seen = before.as_ref().map_or(0, |stored| stored.settings.version);
            if seen != new.version {
                return Err(Refusal::Conflict(
                    "Somebody else changed the mail settings meanwhile. Load the page again and look at them.".into(),
                ));
            }
            let sealed = match (fresh, before) {
                (Some(fresh), _) => fresh,
                (None, None) => None,
                (None, Some(stored)) => {
                    stored.keep_for(new)?;
                    stored.sealed
                }
            };
            put(tx, workspace, &MailSettings { version: seen + 1, ..new.clone() }, &sealed).await?;
            Ok(((), tx.record(Entry::SettingChanged { name: NAME.to_owned() }).await?))
        })
        .await
}

async fn put(
    tx: &mut Tx<'_>,
    workspace: WorkspaceId,
    settings: &MailSettings,
    sealed: &Option<Vec<u8>>,
) -> Result<(), db::DbError> {
    let text = json!({
        "host": settings.host, "port": settings.port, "security": settings.security, "user": settings.user,
        "sender_name": settings.sender_name, "sender_address": settings.sender_address,
        "authority": settings.authority, "version": settings.version,
    })
    .to_string();
    tx.run(Q.get("setting-put"), &[&workspace, &NAME, &text, sealed]).await.map(drop)
}
