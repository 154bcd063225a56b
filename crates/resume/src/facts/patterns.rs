//! The shapes of e-mail and web addresses within a line.

/// Endings of domains that are words; two letters are always a country.
const DOMAIN_ENDINGS: &str = "com org net edu gov mil int info biz dev app page site online tech cloud design studio art blog xyz pro name jobs \
eu me io ai co example test invalid museum coop aero mobi travel agency consulting digital engineering email expert family global group guru health \
house institute legal life link live media network news one photo photography pm press school services social software solutions space store systems \
team today tools top university video vip website wiki work works world zone academy berlin hamburg koln wien london nyc paris amsterdam barcelona cat bayern swiss gmbh ltd";

/// Hosts whose pages are about one person.
pub(super) const PERSONAL_HOSTS: [&str; 22] = [
    "linkedin.",
    "github.",
    "gitlab.",
    "xing.",
    "behance.",
    "dribbble.",
    "medium.com",
    "stackoverflow.com",
    "twitter.com",
    "x.com/",
    "kaggle.com",
    "orcid.org",
    "researchgate.",
    "bitbucket.",
    "codepen.io",
    "about.me",
    "instagram.",
    "facebook.",
    "youtube.",
    "scholar.google",
    "hackerrank.com",
    "leetcode.com",
];

/// A web address that ends within its host: "https://anna-berg.exampl".
pub(super) fn is_cut_host(last: &str) -> bool {
    let bare = last.trim_start_matches("https://").trim_start_matches("http://");
    let ending = bare.rsplit('.').next().unwrap_or("").to_lowercase();
    (bare.len() < last.len() || bare.starts_with("www.")) && !bare.contains('/') && !is_domain_ending(&ending)
}

/// Byte ranges of e-mail addresses.
pub(super) fn emails(text: &str) -> Vec<(usize, usize)> {
    let bytes = text.as_bytes();
    let local =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'%' | b'+' | b'-' | b'\'');
    let domain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-');
    let mut found = Vec::new();
    for (at, _) in text.match_indices('@') {
        let start = bytes[..at].iter().rposition(|byte| !local(*byte)).map_or(0, |before| before + 1);
        let start = start + bytes[start..at].iter().take_while(|byte| !byte.is_ascii_alphanumeric()).count();
        let mut end = at + 1 + bytes[at + 1..].iter().take_while(|byte| domain(**byte)).count();
        while end > at && !bytes[end - 1].is_ascii_alphanumeric() {
            end -= 1;
        }
        end = at + 1 + own_host(text.get(at + 1..end).unwrap_or("")).len();
        let host = text.get(at + 1..end).unwrap_or("");
        let ending = host.rsplit('.').next().unwrap_or("");
        if start < at
            && host.contains('.')
            && !host.starts_with('.')
            && !host.contains("..")
            && ending.len() >= 2
            && ending.bytes().all(|byte| byte.is_ascii_alphabetic())
        {
            found.push((start, end));
        }
    }
    found
}

/// A host without the word that the next cell of a tight row set right behind it: "mail.example.deLindenstr",
/// "mail.example.uk17".
fn own_host(host: &str) -> &str {
    let start = host.rfind('.').map_or(0, |at| at + 1);
    let ending = &host[start..];
    let turn = ending.char_indices().skip(1).find(|(at, letter)| {
        (letter.is_uppercase() || letter.is_ascii_digit())
            && *at > 1
            && ending[..*at].bytes().all(|byte| byte.is_ascii_lowercase())
    });
    match turn {
        Some((at, _)) if is_domain_ending(&ending[..at]) => &host[..start + at],
        _ => host,
    }
}

pub(super) fn is_domain_ending(ending: &str) -> bool {
    DOMAIN_ENDINGS.split_whitespace().any(|known| known == ending)
        || ending.len() == 2
            && ending.bytes().all(|byte| byte.is_ascii_lowercase())
            && !matches!(ending, "ex" | "or" | "ne")
}

/// Byte ranges of web addresses. Bare domains count only in `near` lines.
pub(super) fn urls(text: &str, near: bool) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut start = 0;
    let separators = |character: char| {
        character.is_whitespace()
            || matches!(
                character,
                '|' | ',' | ';' | '(' | ')' | '<' | '>' | '"' | '[' | ']' | '•' | '·' | '，' | '；'
            )
    };
    for piece in text.split_inclusive(separators) {
        let token = piece.trim_end_matches(separators);
        let offset = start + label_length(token);
        start += piece.len();
        let Some(rest) = text.get(offset..) else {
            continue;
        };
        let token = rest.split(separators).next().unwrap_or("");
        let token = token.trim_end_matches(['.', ':', '!', '?', '\'', '’']);
        if is_url(token, near) {
            found.push((offset, offset + token.len()));
        }
    }
    found
}

/// "Web:www.example.org": a label glued to the address.
fn label_length(token: &str) -> usize {
    let glued = token
        .char_indices()
        .find(|(at, mark)| matches!(mark, ':' | '：') && !token[*at..].starts_with("://"));
    match glued {
        Some((at, mark))
            if at + mark.len_utf8() < token.len() && token[..at].chars().all(char::is_alphabetic) =>
        {
            at + mark.len_utf8()
        }
        _ => 0,
    }
}

fn is_url(token: &str, near: bool) -> bool {
    let lower = token.to_lowercase();
    if token.contains('@') || token.len() < 5 || !token.is_ascii() {
        return false;
    }
    let bare = lower.trim_start_matches("https://").trim_start_matches("http://");
    let has_scheme = bare.len() < lower.len();
    let host = bare.split(['/', '?', '#', ':']).next().unwrap_or("");
    let path = &bare[host.len()..];
    let labels: Vec<&str> = host.split('.').collect();
    let shaped = labels.len() >= 2
        && labels.iter().all(|label| {
            !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        });
    let ending = labels.last().copied().unwrap_or("");
    if !shaped || !is_domain_ending(ending) {
        return false;
    }
    let personal = PERSONAL_HOSTS.iter().any(|known| {
        bare.trim_start_matches("www.").starts_with(known) || host.contains(&format!(".{known}"))
    });
    if personal && path.len() > 1 {
        return near || has_scheme || bare.contains("/in/") || path.len() > 2;
    }
    if has_scheme || host.starts_with("www.") {
        return near;
    }
    // "Node.js" and "e.g" have the shape of a domain.
    let words = labels[0].len() >= 2
        && ending.len() >= 2
        && !matches!(ending, "js" | "net" | "py" | "md" | "sh" | "rs") | path.starts_with('/')
        && !matches!(bare, "asp.net" | "node.js" | "vue.js");
    near && words && labels[0].len() > 3
}

#[cfg(test)]
mod tests {
    use super::{emails, urls};

    fn cut<'a>(text: &'a str, ranges: &[(usize, usize)]) -> Vec<&'a str> {
        ranges.iter().map(|(start, end)| &text[*start..*end]).collect()
    }

    #[test]
    fn finds_addresses_among_separators() {
        let text = "Köln•anna.berg@mail.example.org|Web:www.anna-berg.example.net, linkedin.com/in/anna (https://github.com/anna/)";
        assert_eq!(cut(text, &emails(text)), ["anna.berg@mail.example.org"]);
        assert_eq!(
            cut(text, &urls(text, true)),
            ["www.anna-berg.example.net", "linkedin.com/in/anna", "https://github.com/anna/"]
        );
    }

    #[test]
    fn the_next_cell_is_no_part_of_an_address() {
        let text = "anna@mail.example.deLindenstraße 27";
        assert_eq!(cut(text, &emails(text)), ["anna@mail.example.de"]);
    }

    #[test]
    fn technologies_are_no_links() {
        for text in ["Node.js, ASP.NET and Vue.js", "e.g. reports", "5.2 million"] {
            assert!(urls(text, true).is_empty(), "{text}");
        }
    }
}
