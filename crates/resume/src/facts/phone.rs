//! Phone numbers: found in a line, checked for shape, written in E.164.

/// How a country writes its numbers.
struct Plan {
    code: &'static str,
    country: &'static str,
    /// Put before national numbers and dropped after the country code.
    trunk: &'static str,
    /// Digits of a national number without trunk.
    length: (usize, usize),
    /// First digits of national numbers without trunk; empty for any.
    starts: &'static str,
}

const fn plan(
    code: &'static str,
    country: &'static str,
    trunk: &'static str,
    length: (usize, usize),
    starts: &'static str,
) -> Plan {
    Plan { code, country, trunk, length, starts }
}

const PLANS: [Plan; 52] = [
    plan("1", "US", "1", (10, 10), "23456789"),
    plan("1", "CA", "1", (10, 10), "23456789"),
    plan("44", "GB", "0", (9, 10), "123578"),
    plan("49", "DE", "0", (6, 11), "123456789"),
    plan("43", "AT", "0", (6, 12), "1234567"),
    plan("41", "CH", "0", (9, 9), "23456789"),
    plan("33", "FR", "0", (9, 9), "12345679"),
    plan("32", "BE", "0", (8, 9), "123456789"),
    plan("352", "LU", "", (6, 9), "23456789"),
    plan("31", "NL", "0", (9, 9), "1234567"),
    plan("34", "ES", "", (9, 9), "6789"),
    plan("351", "PT", "", (9, 9), "239"),
    plan("39", "IT", "", (8, 11), "03"),
    plan("86", "CN", "0", (9, 11), "123456789"),
    plan("886", "TW", "0", (8, 9), "2345679"),
    plan("852", "HK", "", (8, 8), "235679"),
    plan("65", "SG", "", (8, 8), "3689"),
    plan("91", "IN", "0", (10, 10), "123456789"),
    plan("55", "BR", "0", (10, 11), "123456789"),
    plan("52", "MX", "", (10, 10), "123456789"),
    plan("54", "AR", "0", (10, 11), "1236789"),
    plan("56", "CL", "", (9, 9), "23456789"),
    plan("57", "CO", "", (10, 10), "36"),
    plan("51", "PE", "0", (8, 9), "123456789"),
    plan("353", "IE", "0", (7, 9), "12456789"),
    plan("61", "AU", "0", (9, 9), "23478"),
    plan("64", "NZ", "0", (8, 10), "234679"),
    plan("48", "PL", "", (9, 9), "123456789"),
    plan("420", "CZ", "", (9, 9), "234567"),
    plan("421", "SK", "0", (9, 9), "23459"),
    plan("36", "HU", "06", (8, 9), "123456789"),
    plan("40", "RO", "0", (9, 9), "237"),
    plan("359", "BG", "0", (8, 9), "23456789"),
    plan("385", "HR", "0", (8, 9), "123456789"),
    plan("30", "GR", "", (10, 10), "26"),
    plan("90", "TR", "0", (10, 10), "2345"),
    plan("7", "RU", "8", (10, 10), "3489"),
    plan("380", "UA", "0", (9, 9), "3456789"),
    plan("46", "SE", "0", (7, 9), "123456789"),
    plan("47", "NO", "", (8, 8), "23456789"),
    plan("45", "DK", "", (8, 8), "23456789"),
    plan("358", "FI", "0", (6, 10), "123456789"),
    plan("81", "JP", "0", (9, 10), "123456789"),
    plan("82", "KR", "0", (8, 10), "123456789"),
    plan("971", "AE", "0", (8, 9), "234567"),
    plan("966", "SA", "0", (9, 9), "15"),
    plan("972", "IL", "0", (8, 9), "234578"),
    plan("27", "ZA", "0", (9, 9), "12345678"),
    plan("234", "NG", "0", (8, 10), "123456789"),
    plan("212", "MA", "0", (9, 9), "5678"),
    plan("92", "PK", "0", (9, 10), "23456789"),
    plan("63", "PH", "0", (8, 10), "23456789"),
];

/// A number found in a line.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Found {
    /// E.164 when the country is known, else the digits as printed.
    pub number: String,
    pub start: usize,
    pub end: usize,
    /// The country was printed, or only one fits.
    pub is_sure: bool,
}

/// Numbers in a line that look like phone numbers. `regions` are tried in order for national ones.
pub(crate) fn find(text: &str, regions: &[&str]) -> Vec<Found> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let opens = bytes[at].is_ascii_digit()
            || bytes[at] == b'+'
            || bytes[at] == b'('
                && bytes.get(at + 1).is_some_and(|next| next.is_ascii_digit() || *next == b'+');
        let inside = at > 0
            && (bytes[at - 1].is_ascii_alphanumeric()
                || matches!(bytes[at - 1], b'@' | b'/' | b'_' | b'=') && !starts_after_slash(text, at));
        if !opens || inside {
            at += 1;
            continue;
        }
        let end = at + run_length(&text[at..]);
        let candidate = text[at..end].trim_end_matches([' ', '(', '-', '.', '/', '–', '+', ',']);
        let end = at + candidate.len();
        let glued = bytes
            .get(end)
            .is_some_and(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'@' | b'_' | b'%'));
        if let Some(halves) = two_numbers(candidate, regions).filter(|_| !glued) {
            found.extend(halves.into_iter().map(|(from, to, number)| Found {
                number,
                start: at + from,
                end: at + to,
                is_sure: false,
            }));
            at = end.max(at + 1);
            continue;
        }
        if !glued && let Some((number, is_sure)) = read(candidate, regions) {
            found.push(Found { number, start: at, end, is_sure });
        }
        at = end.max(at + 1);
    }
    found
}

/// Two numbers with only a blank between them: too many digits for one, enough for both.
fn two_numbers(candidate: &str, regions: &[&str]) -> Option<Vec<(usize, usize, String)>> {
    let digits = candidate.bytes().filter(u8::is_ascii_digit).count();
    if digits < 14 {
        return None;
    }
    candidate.match_indices(' ').find_map(|(at, _)| {
        let (left, right) = (&candidate[..at], candidate[at..].trim_start());
        let (first, _) = read(left, regions)?;
        let (second, _) = read(right, regions)?;
        let whole = |number: &str| number.starts_with('+') && number.len() > 9;
        (whole(&first) && whole(&second))
            .then(|| vec![(0, at, first), (candidate.len() - right.len(), candidate.len(), second)])
    })
}

/// "Tel./0171 123" is a label and a number; "a/0171" is part of an address.
fn starts_after_slash(text: &str, at: usize) -> bool {
    text[..at].ends_with("./") || text[..at].ends_with(" /")
}

/// Bytes of the run of digits and the marks that group them.
fn run_length(text: &str) -> usize {
    let mut end = 0;
    let mut digits = 0;
    let mut blanks = 0;
    for (at, character) in text.char_indices() {
        match character {
            '0'..='9' => {
                digits += 1;
                blanks = 0;
            }
            '+' if at == 0 || text[..at].ends_with('(') => {}
            ' ' | '\u{a0}' => blanks += 1,
            '(' | ')' | '-' | '.' | '/' | '–' | '‑' => {}
            _ => break,
        }
        if blanks > 2 || digits > 26 {
            break;
        }
        end = at + character.len_utf8();
    }
    end
}

/// The number in E.164, and whether its country is certain.
pub(crate) fn read(candidate: &str, regions: &[&str]) -> Option<(String, bool)> {
    let without_zero = candidate.replace("(0)", "");
    let digits: String = without_zero.chars().filter(char::is_ascii_digit).collect();
    if digits.len() < 7 || digits.len() > 16 || looks_like_dates(candidate) {
        return None;
    }
    let trimmed = without_zero.trim_start_matches(['(', ' ']);
    if trimmed.starts_with('+') {
        return international(&digits)
            .map(|number| (number, true))
            .or_else(|| (digits.len() >= 8).then(|| (format!("+{digits}"), false)));
    }
    if let Some(rest) = digits.strip_prefix("00")
        && let Some(number) = international(rest)
    {
        return Some((number, true));
    }
    for region in regions {
        let Some(plan) = PLANS.iter().find(|plan| plan.country == *region) else {
            continue;
        };
        if let Some(number) = national(&digits, plan) {
            return Some((number, false));
        }
    }
    // A country code without its plus.
    if digits.len() >= 11
        && let Some(number) = regions
            .iter()
            .filter_map(|region| PLANS.iter().find(|plan| plan.country == *region))
            .find_map(|plan| {
                let rest = digits.strip_prefix(plan.code)?;
                fits(rest, plan).then(|| format!("+{digits}"))
            })
    {
        return Some((number, false));
    }
    let groups = candidate
        .split(|character: char| !character.is_ascii_digit())
        .filter(|group| !group.is_empty())
        .count();
    (digits.len() >= 9 && (2..=6).contains(&groups)).then_some((digits, false))
}

fn international(digits: &str) -> Option<String> {
    let plan =
        PLANS.iter().filter(|plan| digits.starts_with(plan.code)).max_by_key(|plan| plan.code.len())?;
    let rest = &digits[plan.code.len()..];
    if fits(rest, plan) {
        return Some(format!("+{digits}"));
    }
    let rest = rest.strip_prefix(plan.trunk).filter(|_| !plan.trunk.is_empty())?;
    fits(rest, plan).then(|| format!("+{}{rest}", plan.code))
}

fn national(digits: &str, plan: &Plan) -> Option<String> {
    let with_trunk = !plan.trunk.is_empty();
    if with_trunk
        && let Some(rest) = digits.strip_prefix(plan.trunk)
        && fits(rest, plan)
    {
        return Some(format!("+{}{rest}", plan.code));
    }
    // Without the trunk digit only where people leave it out.
    let may_omit =
        !with_trunk || matches!(plan.country, "US" | "CA" | "IN" | "CN" | "BR" | "AR" | "RU" | "TR");
    (may_omit && fits(digits, plan)).then(|| format!("+{}{digits}", plan.code))
}

fn fits(rest: &str, plan: &Plan) -> bool {
    let length = rest.len() >= plan.length.0 && rest.len() <= plan.length.1;
    let mobile_in_china = plan.country != "CN" || rest.len() < 11 || rest.starts_with('1');
    length && mobile_in_china && rest.chars().next().is_some_and(|first| plan.starts.contains(first))
}

/// "2012 - 2014" and "01.02.2019" have the digits of a phone number.
fn looks_like_dates(candidate: &str) -> bool {
    let found = crate::lexicon::dates::spans(candidate);
    let covered: usize = found.iter().map(|span| span.end - span.start).sum();
    !found.is_empty() && covered * 10 >= candidate.trim().len() * 8 || is_two_months(candidate)
}

/// "2016-03 2018-03", whatever stands between the two: year and month twice, and nothing else.
fn is_two_months(candidate: &str) -> bool {
    let digits: String = candidate.chars().filter(char::is_ascii_digit).collect();
    let is_month = |half: &str| {
        let (year, month) = half.split_at(4);
        (1950..2050).contains(&year.parse().unwrap_or(0)) && (1..=12).contains(&month.parse().unwrap_or(0))
    };
    digits.len() == 12 && !candidate.contains('+') && is_month(&digits[..6]) && is_month(&digits[6..])
}

/// The static form of a country code that has a numbering plan.
pub(crate) fn known_country(code: &str) -> Option<&'static str> {
    PLANS.iter().map(|plan| plan.country).find(|known| *known == code)
}

/// The countries to try for national numbers, by the language of the document.
pub(crate) fn regions_of(language: &str) -> &'static [&'static str] {
    match language {
        "de" => &["DE", "AT", "CH"],
        "fr" => &["FR", "BE", "CH", "CA", "LU"],
        "es" => &["ES", "MX", "CO", "AR", "CL", "PE"],
        "pt" => &["BR", "PT"],
        "it" => &["IT", "CH"],
        "nl" => &["NL", "BE"],
        "zh" => &["CN", "TW", "HK", "SG"],
        _ => &["US", "GB", "IN", "IE", "AU", "CA", "NZ", "ZA"],
    }
}

#[cfg(test)]
mod tests {
    use super::find;

    fn first(text: &str, regions: &[&str]) -> Option<String> {
        find(text, regions).into_iter().next().map(|found| found.number)
    }

    #[test]
    fn writes_e164() {
        let cases: [(&str, &[&str], &str); 14] = [
            ("+49 (0)30 / 23125-422", &["DE"], "+493023125422"),
            ("0171/3920069 | Köln", &["DE"], "+491713920069"),
            ("0049 171 3920021", &["DE"], "+491713920021"),
            ("Tel. 030/23125469", &["DE"], "+493023125469"),
            ("06.39.98.95.84", &["FR"], "+33639989584"),
            ("(+34) 600000087", &["ES"], "+34600000087"),
            ("1-702-555-0116", &["US"], "+17025550116"),
            ("(312) 555-0123", &["US"], "+13125550123"),
            ("+44 (0)7700 900557", &["GB"], "+447700900557"),
            ("07700 900557", &["US", "GB"], "+447700900557"),
            ("090000 75330", &["IN"], "+919000075330"),
            ("138-0000-0637", &["CN"], "+8613800000637"),
            ("+55 11 90000-5118 (Mobile)", &["BR"], "+5511900005118"),
            ("+39 06 1234 5678", &["IT"], "+390612345678"),
        ];
        for (text, regions, expected) in cases {
            assert_eq!(first(text, regions).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn dates_codes_and_addresses_are_no_phones() {
        for text in [
            "2012 - 2014",
            "01.02.2019 - 03.04.2020",
            "2016-03  2018-03",
            "linkedin.com/in/anna-12345678",
            "cand3411234567x@example.org",
            "50532",
        ] {
            assert_eq!(first(text, &["US", "DE"]), None, "{text}");
        }
    }
}
