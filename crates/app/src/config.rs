//! Configuration: a file, then the environment, then flags; unknown keys are refused.

use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::Deserialize;

/// `rapport.toml`. Every key has a default; see docs/operating.md.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Where everything is kept: database, files, index, key.
    pub data: PathBuf,
    /// Address and port to answer on.
    pub listen: SocketAddr,
    /// Where people reach Rapport, for links and cookies; default `http://` + listen.
    pub base_url: Option<String>,
    /// `postgres://...`; without it SQLite in the data folder.
    pub database: Option<String>,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// `text` or `json`.
    pub log_format: LogFormat,
    /// What is logged: `info`, or a filter such as `info,record=debug`.
    pub log: String,
    /// Nothing leaves the house: no mail is sent.
    pub offline: bool,
    /// Plain HTTP on another address than loopback: say so if a proxy in front does TLS.
    pub allow_plain_http: bool,
    /// Number of this node, below 1,024; every node of one database needs its own.
    pub node: u16,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    Text,
    Json,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            data: PathBuf::from("rapport-data"),
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            base_url: None,
            database: None,
            trusted_proxies: vec![],
            log_format: LogFormat::Text,
            log: "info".to_owned(),
            offline: false,
            allow_plain_http: false,
            node: 0,
        }
    }
}

/// The prefix of every environment variable: `RAPPORT_LISTEN` sets `listen`.
const PREFIX: &str = "RAPPORT_";
/// Variables with that prefix that are no keys of the file.
const OTHER_VARIABLES: &[&str] = &["MASTER_KEY", "CONFIG", "TEST_DATABASE"];

impl Config {
    /// Reads the file (`rapport.toml` when it is there, or the one named), then the environment.
    ///
    /// Errors: a named file is missing, a key is unknown, a value has the wrong type.
    pub fn load(file: Option<&Path>) -> Result<Self> {
        let default = Path::new("rapport.toml");
        let path = file.or_else(|| default.exists().then_some(default));
        let mut table = match path {
            Some(path) => {
                let text =
                    std::fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
                text.parse::<toml::Table>().with_context(|| format!("in {}", path.display()))?
            }
            None => toml::Table::new(),
        };
        for (name, value) in std::env::vars() {
            let Some(key) = name.strip_prefix(PREFIX) else { continue };
            if !OTHER_VARIABLES.contains(&key) {
                table.insert(key.to_lowercase(), from_environment(&value));
            }
        }
        table.try_into().context("in the configuration (file or RAPPORT_* variables)")
    }

    pub fn base_url(&self) -> String {
        self.base_url.clone().unwrap_or_else(|| format!("http://{}", self.listen))
    }

    /// Refuses to serve passwords over plain HTTP to the network without having been told to.
    pub fn check(&self) -> Result<()> {
        let plain = self.base_url().starts_with("http://");
        if plain && !self.listen.ip().is_loopback() && !self.allow_plain_http {
            bail!(
                "{} would answer the network over plain HTTP. Put a TLS proxy in front and set base_url to its https address, or set allow_plain_http = true.",
                self.listen
            );
        }
        Ok(())
    }
}

/// `true`, numbers and `a,b` lists are read as such; everything else is text.
fn from_environment(value: &str) -> toml::Value {
    if let Ok(flag) = value.parse::<bool>() {
        return toml::Value::Boolean(flag);
    }
    if let Ok(number) = value.parse::<i64>() {
        return toml::Value::Integer(number);
    }
    if let Some(list) = value.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        let items = list.split(',').map(|item| toml::Value::String(item.trim().to_owned()));
        return toml::Value::Array(items.collect());
    }
    toml::Value::String(value.to_owned())
}
