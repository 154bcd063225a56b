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
    /// The folder of the stored files, where several nodes share one; default `files` in `data`.
    pub files: Option<PathBuf>,
    /// Address and port to answer on.
    pub listen: SocketAddr,
    /// Where people reach Rapport, for links and cookies; default `http(s)://` + listen.
    pub base_url: Option<String>,
    /// `postgres://...`; without it SQLite in the data folder.
    pub database: Option<String>,
    /// Own certificate (PEM, with its chain) and its key: Rapport then answers TLS itself.
    pub tls_cert: Option<PathBuf>,
    pub tls_key: Option<PathBuf>,
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
}

/// The keys, to name the nearest one to a mistyped key. A test holds it to the struct.
const KEYS: [&str; 12] = [
    "data",
    "files",
    "listen",
    "base_url",
    "database",
    "tls_cert",
    "tls_key",
    "trusted_proxies",
    "log_format",
    "log",
    "offline",
    "allow_plain_http",
];

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
            files: None,
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            base_url: None,
            database: None,
            tls_cert: None,
            tls_key: None,
            trusted_proxies: vec![],
            log_format: LogFormat::Text,
            log: "info".to_owned(),
            offline: false,
            allow_plain_http: false,
        }
    }
}

/// The prefix of every environment variable: `RAPPORT_LISTEN` sets `listen`.
const PREFIX: &str = "RAPPORT_";
/// Variables with that prefix that are no keys of the file.
const OTHER_VARIABLES: &[&str] = &["MASTER_KEY", "CONFIG", "TEST_DATABASE", "BACKUP_PASSPHRASE"];

impl Config {
    /// Reads the file (`rapport.toml` when it is there, or the one named), then the environment.
    ///
    /// Errors: a named file is missing, a key is unknown, a value has the wrong type.
    pub fn load(file: Option<&Path>) -> Result<Self> {
        Self::of(file, std::env::vars())
    }

    fn of(file: Option<&Path>, environment: impl Iterator<Item = (String, String)>) -> Result<Self> {
        let default = Path::new("rapport.toml");
        let path = file.or_else(|| default.exists().then_some(default));
        let mut table = match path {
            Some(path) => {
                let text = read(path)?;
                text.parse::<toml::Table>().with_context(|| format!("in {}", path.display()))?
            }
            None => toml::Table::new(),
        };
        for key in table.keys() {
            if !KEYS.contains(&key.as_str()) {
                let place = path.map(|path| path.display().to_string()).unwrap_or_default();
                bail!("{place} has the key `{key}`, which is no setting{}", hint(key, str::to_owned));
            }
        }
        for (name, value) in environment {
            let Some(key) = name.strip_prefix(PREFIX) else { continue };
            if OTHER_VARIABLES.contains(&key) {
                continue;
            }
            let key = key.to_lowercase();
            if !KEYS.contains(&key.as_str()) {
                let shown = |key: &str| format!("{PREFIX}{}", key.to_uppercase());
                bail!("the environment has {name}, but there is no setting `{key}`{}", hint(&key, shown));
            }
            let value = from_environment(&key, &value).with_context(|| format!("in {name}"))?;
            table.insert(key, value);
        }
        table.try_into().context("in the configuration (file or RAPPORT_* variables)")
    }

    pub fn base_url(&self) -> String {
        let scheme = if self.tls_cert.is_some() { "https" } else { "http" };
        self.base_url.clone().unwrap_or_else(|| format!("{scheme}://{}", self.listen))
    }

    /// Refuses to serve passwords over plain HTTP to the network without having been told to.
    pub fn check(&self) -> Result<()> {
        if self.tls_cert.is_some() != self.tls_key.is_some() {
            bail!("tls_cert and tls_key belong together: set both, or neither");
        }
        let base_url = self.base_url();
        if !base_url.starts_with("http://") && !base_url.starts_with("https://") {
            bail!("base_url is {base_url:?}: write it with its scheme, such as https://talent.example.com");
        }
        if self.tls_cert.is_some() && base_url.starts_with("http://") {
            bail!("there is a certificate, but base_url is {base_url}: write https://");
        }
        let plain = base_url.starts_with("http://");
        if plain && !self.listen.ip().is_loopback() && !self.allow_plain_http {
            bail!(
                "{} would answer the network over plain HTTP. Set tls_cert and tls_key; or put a TLS proxy in front and set base_url to its https address; or set allow_plain_http = true.",
                self.listen
            );
        }
        Ok(())
    }
}

#[expect(clippy::disallowed_methods, reason = "the administrator's own file, before there is a house")]
fn read(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))
}

/// By the kind of its key: yes or no, a list, or text.
fn from_environment(key: &str, value: &str) -> Result<toml::Value> {
    Ok(match key {
        "offline" | "allow_plain_http" => match value {
            "true" | "1" | "yes" => toml::Value::Boolean(true),
            "false" | "0" | "no" | "" => toml::Value::Boolean(false),
            other => bail!("{other:?} is neither true nor false"),
        },
        "trusted_proxies" => {
            let list = value.trim_start_matches('[').trim_end_matches(']').split(',');
            let items = list.map(str::trim).filter(|item| !item.is_empty());
            toml::Value::Array(items.map(|item| toml::Value::String(item.to_owned())).collect())
        }
        _ => toml::Value::String(value.to_owned()),
    })
}

/// `: did you mean ...?` where one is near, or where to find them all.
fn hint(key: &str, shown: impl Fn(&str) -> String) -> String {
    let nearest = KEYS.iter().map(|known| (distance(key, known), known)).min();
    match nearest {
        Some((distance, known)) if distance <= 1 + key.len() / 4 => {
            format!(": did you mean {}?", shown(known))
        }
        _ => format!(". There are: {}", KEYS.map(shown).join(", ")),
    }
}

/// Letters to change, add or leave out to come from one word to the other.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (line, a) in one.chars().enumerate() {
        let mut corner = row[0];
        row[0] = line + 1;
        for (column, b) in other.iter().enumerate() {
            let changed = corner + usize::from(a != *b);
            corner = row[column + 1];
            row[column + 1] = changed.min(row[column] + 1).min(corner + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests write their files")]
mod tests {
    use super::*;

    fn refused(toml: &str, environment: &[(&str, &str)]) -> String {
        let file = tempfile::NamedTempFile::new().expect("a temporary file");
        std::fs::write(file.path(), toml).expect("a temporary file");
        let pairs = environment.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let read = Config::of(Some(file.path()), pairs);
        match read.and_then(|config| config.check()) {
            Ok(()) => String::new(),
            Err(cause) => format!("{cause:#}"),
        }
    }

    #[track_caller]
    fn check(toml: &str, environment: &[(&str, &str)], expected: &str) {
        let found = refused(toml, environment);
        assert!(found.contains(expected) && found.is_empty() == expected.is_empty(), "{found}");
    }

    #[test]
    fn a_mistyped_key_is_refused_and_the_nearest_named() {
        check("listen = \"127.0.0.1:1\"", &[("RAPPORT_OFFLINE", "true"), ("HOME", "/")], "");
        check("lisen = \"127.0.0.1:1\"", &[], "did you mean listen?");
        check("", &[("RAPPORT_BASEURL", "x")], "did you mean RAPPORT_BASE_URL?");
        check("", &[("RAPPORT_TLS_CERTIFICATE", "x")], "There are: RAPPORT_DATA, ");
        check("colour = 1", &[], "`colour`, which is no setting. There are: data, ");
        check("listen = 5", &[], "listen");
        check(
            "",
            &[("RAPPORT_OFFLINE", "perhaps")],
            "in RAPPORT_OFFLINE: \"perhaps\" is neither true nor false",
        );
        check("", &[("RAPPORT_TRUSTED_PROXIES", "10.0.0.1, 10.0.0.2")], "");
    }

    #[test]
    fn passwords_do_not_cross_the_network_in_clear_by_accident() {
        let open = "listen = \"0.0.0.0:80\"\n";
        check(open, &[], "plain HTTP");
        check(&format!("{open}allow_plain_http = true"), &[], "");
        check(&format!("{open}base_url = \"https://a.example\""), &[], "");
        check(&format!("{open}tls_cert = \"a.pem\"\ntls_key = \"b.pem\""), &[], "");
        check("tls_cert = \"a.pem\"", &[], "set both");
        check("tls_cert = \"a\"\ntls_key = \"b\"\nbase_url = \"http://a.example\"", &[], "write https://");
        check("base_url = \"a.example\"", &[], "with its scheme");
    }

    #[test]
    fn the_list_of_keys_is_that_of_the_struct() {
        let unknown = toml::from_str::<Config>("zzz = 1").expect_err("an unknown key").to_string();
        for key in KEYS {
            assert!(unknown.contains(&format!("`{key}`")), "{key} is no field: {unknown}");
        }
        assert_eq!(unknown.matches('`').count(), 2 * KEYS.len() + 2, "{unknown}");
    }
}
