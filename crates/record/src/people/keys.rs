//! Keys: the form in which names, addresses, numbers and profile pages are compared.

use base::limits::LINE_CHARS_MAX;

/// Sites on which a page with one name in its path is one human.
const PROFILE_SITES: [(&str, &str); 12] = [
    ("linkedin.com", "in"),
    ("linkedin.com", "pub"),
    ("xing.com", "profile"),
    ("github.com", ""),
    ("gitlab.com", ""),
    ("codeberg.org", ""),
    ("bitbucket.org", ""),
    ("behance.net", ""),
    ("dribbble.com", ""),
    ("stackoverflow.com", "users"),
    ("orcid.org", ""),
    ("researchgate.net", "profile"),
];

/// The folded name: case, accents and spaces make no difference.
pub fn name_key(name: &str) -> String {
    let folded = search_syntax::fold(name);
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The address in lower case; `None` where it is no address.
pub fn email_key(address: &str) -> Option<String> {
    let address = address.trim().trim_start_matches("mailto:").to_lowercase();
    let (local, domain) = address.rsplit_once('@')?;
    let whole = !local.is_empty()
        && !local.contains('@')
        && domain.contains('.')
        && !domain.starts_with('.')
        && !domain.ends_with('.')
        && address.len() <= LINE_CHARS_MAX
        && !address.contains(|c: char| c.is_whitespace() || c.is_control() || "<>,;\"()".contains(c));
    whole.then_some(address)
}

/// Fewest and most digits of a number somebody can be reached under (E.164 allows 15).
const PHONE_DIGITS: std::ops::RangeInclusive<usize> = 6..=15;

/// E.164 where the number says its country (`+` or `00`), else the digits alone; `None` where it is none.
pub fn phone_key(number: &str) -> Option<String> {
    let trimmed = number.trim().trim_start_matches("tel:").trim();
    if trimmed.chars().any(char::is_alphabetic) {
        return None;
    }
    // "+44 (0)20 ...": the zero in parentheses is dialled at home only.
    let plain = if trimmed.starts_with('+') { trimmed.replace("(0)", "") } else { trimmed.to_owned() };
    let digits: String =
        plain.chars().filter_map(|c| c.to_digit(10)).filter_map(|d| char::from_digit(d, 10)).collect();
    let (international, digits) = match digits.strip_prefix("00") {
        Some(rest) if !plain.starts_with('+') => (true, rest.to_owned()),
        _ => (plain.starts_with('+'), digits),
    };
    if !PHONE_DIGITS.contains(&digits.len()) {
        return None;
    }
    Some(if international { format!("+{digits}") } else { digits })
}

/// The address of a page without scheme, `www.`, country of the site, query and trailing slash.
pub fn url_key(address: &str) -> Option<String> {
    let address = address.trim();
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let rest = rest.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/').to_lowercase();
    let (host, path) = rest.split_once('/').unwrap_or((&rest, ""));
    let host = host.strip_prefix("www.").unwrap_or(host);
    let host = if host.ends_with(".linkedin.com") { "linkedin.com" } else { host };
    let good = host.contains('.')
        && host.len() <= LINE_CHARS_MAX
        && host.chars().all(|c| c.is_alphanumeric() || ".-:".contains(c))
        && !path.contains(char::is_whitespace);
    if !good {
        return None;
    }
    Some(if path.is_empty() { host.to_owned() } else { format!("{host}/{path}") })
}

/// True where the page belongs to one human, so that two people cannot share it: a firm's own site,
/// printed on many resumes, does not.
pub fn is_profile(url_key: &str) -> bool {
    let mut parts = url_key.split('/');
    let (host, first, second) = (parts.next().unwrap_or_default(), parts.next(), parts.next());
    PROFILE_SITES.iter().any(|(site, folder)| {
        host == *site
            && match folder.is_empty() {
                true => first.is_some_and(|name| !name.is_empty()) && second.is_none(),
                false => first == Some(*folder) && second.is_some(),
            }
    })
}

/// A line as it may be kept: trimmed, without control characters, not longer than a line.
pub(crate) fn line(text: &str) -> String {
    let clean: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let words: Vec<&str> = clean.split_whitespace().collect();
    words.join(" ").chars().take(LINE_CHARS_MAX).collect()
}

/// A longer text as it may be kept: PostgreSQL takes no zero character.
pub(crate) fn body(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .take(base::limits::TEXT_CHARS_MAX)
        .collect::<String>()
        .trim()
        .to_owned()
}
