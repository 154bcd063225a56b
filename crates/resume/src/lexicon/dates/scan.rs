//! Finds periods and single dates within a line of text.

use super::tokens::{Token, tokens};
use super::{DURATIONS, ONGOING, ONGOING_HAN, SEASONS, SINCE, UNTIL, month, partial};
use crate::lexicon::is_han;
use crate::resume::PartialDate;

/// A period or date found in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    pub from: Option<PartialDate>,
    pub to: Option<PartialDate>,
    pub ongoing: bool,
    /// A single date, not a period; it stands in `to`.
    pub single: bool,
    /// A period whose end is missing, as at the end of a wrapped line: "May 2012 –".
    pub open: bool,
    /// Bytes of the text, with a duration in brackets that may follow.
    pub start: usize,
    pub end: usize,
}

/// All periods and dates of a text, from left to right.
pub(crate) fn spans(text: &str) -> Vec<Span> {
    // Most lines of a resume hold no date at all: do not tokenise them.
    let likely = text.bytes().any(|byte| byte.is_ascii_digit());
    if !likely || text.len() > 2000 {
        return Vec::new();
    }
    let scanner = Scanner { tokens: tokens(text), text };
    let mut found = Vec::new();
    let mut at = 0;
    while at < scanner.tokens.len() {
        match scanner.span(at) {
            Some((span, next)) => {
                found.push(span);
                at = next.max(at + 1);
            }
            None => at += 1,
        }
    }
    found
}

struct Scanner<'a> {
    tokens: Vec<Token>,
    text: &'a str,
}

impl Scanner<'_> {
    fn word(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| token.text.as_str())
    }

    fn value(&self, at: usize) -> Option<(i32, usize)> {
        let token = self.tokens.get(at).filter(|token| token.number && token.text.len() <= 4)?;
        Some((token.text.parse().ok()?, token.text.len()))
    }

    /// No blank between this token and the next.
    fn touches(&self, at: usize) -> bool {
        match (self.tokens.get(at), self.tokens.get(at + 1)) {
            (Some(left), Some(right)) => left.end == right.start,
            _ => false,
        }
    }

    fn span(&self, at: usize) -> Option<(Span, usize)> {
        let since = SINCE.contains(&self.word(at));
        let mut next = at + usize::from(since);
        if matches!(
            self.word(next),
            "from" | "von" | "vom" | "de" | "du" | "da" | "van" | "from:" | "le" | "el"
        ) && next == at
        {
            next += 1;
        }
        if since && matches!(self.word(next), "le" | "el" | "dem" | "het" | "'") {
            next += 1;
        }
        let (from, mut after) = match self.point(next) {
            Some(point) => point,
            None => return self.shared_year(next),
        };
        // "da maggio 2019" with nothing behind it still goes on.
        let since = since
            || at == 0
                && next > at
                && matches!(self.word(at), "da" | "from" | "vom")
                && self.separator(after).is_none();
        let start = self.tokens[if since { at } else { next }].start;
        let mut span =
            Span { from: Some(from), to: None, ongoing: false, single: false, open: false, start, end: 0 };
        let lead = self.tokens[at].start;
        if self.word(after) == "." && !self.touches(after) {
            after += 1;
        }
        after = self.close(after, since, from, &mut span);
        if span.single {
            span.to = span.from.take();
        } else {
            // "da marzo 2014 a giugno 2016": the word before a period belongs to it.
            span.start = lead;
        }
        after = self.duration(after);
        span.end = self.tokens.get(after.wrapping_sub(1)).map_or(self.text.len(), |token| token.end);
        Some((span, after))
    }

    /// Reads the end of a period behind its start; returns the token behind it.
    fn close(&self, at: usize, since: bool, from: PartialDate, span: &mut Span) -> usize {
        let mut after = at;
        match self.separator(after) {
            Some(behind) => {
                if let Some(behind) = self.ongoing(behind) {
                    span.ongoing = true;
                    after = behind;
                } else if let Some((to, behind)) =
                    self.point(behind).or_else(|| self.short_year(behind, from))
                {
                    span.to = Some(to);
                    after = behind;
                } else if behind >= self.tokens.len() {
                    span.open = true;
                    span.ongoing = since;
                    after = behind;
                } else {
                    span.single = !since;
                    span.ongoing = since;
                }
            }
            None => match self.ongoing(after) {
                Some(behind) if self.word(after) != "date" => {
                    span.ongoing = true;
                    after = behind;
                }
                _ => {
                    span.single = !since;
                    span.ongoing = since;
                }
            },
        }
        after
    }

    /// "Jan – Mar 2019".
    fn shared_year(&self, at: usize) -> Option<(Span, usize)> {
        let first = month(self.word(at))?;
        let mut next = at + 1;
        if self.word(next) == "." {
            next += 1;
        }
        let behind = self.separator(next)?;
        let (to, mut after) = self.point(behind)?;
        to.month?;
        let from = partial(to.year, Some(first))?;
        after = self.duration(after);
        let end = self.tokens.get(after - 1)?.end;
        let start = self.tokens[at].start;
        Some((
            Span { from: Some(from), to: Some(to), ongoing: false, single: false, open: false, start, end },
            after,
        ))
    }

    /// The token behind a dash or a word for "until".
    fn separator(&self, at: usize) -> Option<usize> {
        let word = self.word(at);
        if matches!(word, "-" | "–" | "—" | "−" | "~" | "〜" | "―" | "→" | "至" | "到") {
            // Some write the dash twice, or "- to".
            let again = matches!(self.word(at + 1), "-" | "–" | "—");
            // "至今" is one word for "until now".
            if word == "至" && self.word(at + 1) == "今" {
                return Some(at + 1);
            }
            return Some(at + 1 + usize::from(again));
        }
        if word == "t" && self.word(at + 1) == "/" && self.word(at + 2) == "m" {
            return Some(at + 3);
        }
        if UNTIL.contains(&word) {
            let more = matches!(self.word(at + 1), "a" | "al" | "la" | "il" | "el" | "en" | "o" | "le");
            return Some(at + 1 + usize::from(more && self.ongoing(at + 1).is_none()));
        }
        None
    }

    /// The token behind a phrase for "still going on".
    fn ongoing(&self, at: usize) -> Option<usize> {
        let rest = &self.text[self.tokens.get(at)?.start..];
        if let Some(phrase) = ONGOING_HAN.iter().find(|phrase| rest.starts_with(**phrase)) {
            return Some(at + phrase.chars().count());
        }
        let mut phrase = String::new();
        let mut found = None;
        for step in 0..3 {
            if step > 0 {
                phrase.push(' ');
            }
            phrase.push_str(self.word(at + step));
            if ONGOING.contains(&phrase.as_str()) {
                found = Some(at + step + 1);
            }
        }
        found
    }

    /// One date and the token behind it.
    fn point(&self, at: usize) -> Option<(PartialDate, usize)> {
        let token = self.tokens.get(at)?;
        if self.is_inside_of_number(token) {
            return None;
        }
        if token.number {
            return if token.text.len() == 4 { self.year_first(at) } else { self.day_or_month_first(at) };
        }
        if let Some(found) = month(&token.text) {
            return self.month_first(at, found);
        }
        if SEASONS.split(' ').any(|season| season == token.text) {
            let next = at + 1 + usize::from(matches!(self.word(at + 1), "of" | "in" | "." | ":"));
            let (year, digits) = self.value(next)?;
            return (digits == 4).then(|| partial(year, None)).flatten().map(|date| (date, next + 1));
        }
        None
    }

    /// Part of a phone number, an amount or a code.
    fn is_inside_of_number(&self, token: &Token) -> bool {
        let before = self.text[..token.start].chars().next_back();
        let mut behind = self.text[token.end..].chars();
        let after = behind.next();
        // "April 2012Engineer": the next cell of a tight row.
        let glued = token.text.len() == 4
            && after.is_some_and(char::is_uppercase)
            && behind.next().is_some_and(char::is_lowercase);
        token.number
            && (before.is_some_and(|mark| {
                mark.is_alphabetic() && !is_han(mark)
                    || matches!(mark, '$' | '€' | '£' | '#' | '@' | '_' | '+' | '=')
            }) || after.is_some_and(|mark| {
                mark.is_alphabetic() && !is_han(mark) && !matches!(mark, 't' | 's') && !glued
                    || matches!(mark, '%' | '+' | '_' | '@')
            }))
    }

    fn year_first(&self, at: usize) -> Option<(PartialDate, usize)> {
        let (year, _) = self.value(at)?;
        partial(year, None)?;
        if self.word(at + 1) == "年" {
            if let Some((found, digits)) = self.value(at + 2)
                && digits <= 2
                && self.word(at + 3) == "月"
            {
                let day = matches!(self.word(at + 5), "日" | "号");
                return Some((partial(year, u8::try_from(found).ok())?, at + if day { 6 } else { 4 }));
            }
            return Some((partial(year, None)?, at + 2));
        }
        let mark = self.word(at + 1);
        if matches!(mark, "-" | "/" | "." | "–")
            && self.touches(at)
            && self.touches(at + 1)
            && let Some((found, digits)) = self.value(at + 2)
            && digits <= 2
            && (1..=12).contains(&found)
            && (mark != "–" || digits == 2)
        {
            let day = self.word(at + 3) == mark
                && self.touches(at + 2)
                && self.value(at + 4).is_some_and(|(_, digits)| digits <= 2);
            return Some((partial(year, u8::try_from(found).ok())?, at + if day { 5 } else { 3 }));
        }
        if let Some(found) = month(self.word(at + 1))
            && self.value(at + 2).is_none_or(|(_, digits)| digits < 4)
            && self.word(at + 1).len() > 2
        {
            return Some((partial(year, Some(found))?, at + 2));
        }
        Some((partial(year, None)?, at + 1))
    }

    fn day_or_month_first(&self, at: usize) -> Option<(PartialDate, usize)> {
        let (first, digits) = self.value(at)?;
        if digits > 2 {
            return None;
        }
        let mark = self.word(at + 1);
        if matches!(mark, "/" | "." | "-")
            && self.touches(at)
            && let Some((second, digits)) = self.value(at + 2)
        {
            if digits == 4 && (1..=12).contains(&first) {
                return Some((partial(second, u8::try_from(first).ok())?, at + 3));
            }
            if digits <= 2
                && self.word(at + 3) == mark
                && let Some((year, 4)) = self.value(at + 4)
            {
                let found = if second > 12 { first } else { second };
                return Some((partial(year, u8::try_from(found).ok())?, at + 5));
            }
            if digits == 2
                && matches!(mark, "/" | ".")
                && (1..=12).contains(&first)
                && self.closes_short_date(at + 3)
            {
                return Some((partial(century(second), u8::try_from(first).ok())?, at + 3));
            }
        }
        // "5. März 2019", "1er mars 2019", "5 de marzo de 2019"
        let mut next = at + 1;
        while matches!(self.word(next), "." | "de" | "er" | "st" | "nd" | "rd" | "th" | "º") && next < at + 3
        {
            next += 1;
        }
        let found = month(self.word(next))?;
        (1..=31).contains(&first).then(|| self.month_first(next, found)).flatten()
    }

    /// "03/19" is a date only as one end of a period.
    fn closes_short_date(&self, next: usize) -> bool {
        if matches!(self.word(next), "/" | ".") && self.tokens.get(next + 1).is_some_and(|token| token.number)
        {
            return false;
        }
        let dash = |at: usize| self.separator(at).is_some();
        dash(next) || next >= 4 && (self.separator(next - 4).is_some())
    }

    fn month_first(&self, at: usize, found: u8) -> Option<(PartialDate, usize)> {
        let mut next = at + 1;
        while matches!(self.word(next), "." | "," | "de" | "del" | "of" | "di") && next < at + 4 {
            next += 1;
        }
        // "ago/2019", "Mar-2016"
        if matches!(self.word(next), "/" | "-") && self.touches(next - 1) && self.touches(next) {
            next += 1;
        }
        if matches!(self.word(next), "'" | "’" | "‘")
            && let Some((short, 2)) = self.value(next + 1)
        {
            return Some((partial(century(short), Some(found))?, next + 2));
        }
        let (value, digits) = self.value(next)?;
        if digits == 4 {
            if self.is_inside_of_number(self.tokens.get(next)?) {
                return None;
            }
            return Some((partial(value, Some(found))?, next + 1));
        }
        // "March 5, 2019"
        let mut behind = next + 1;
        while matches!(self.word(behind), "," | "st" | "nd" | "rd" | "th" | "de") && behind < next + 3 {
            behind += 1;
        }
        if digits <= 2
            && behind > next + 1
            && let Some((year, 4)) = self.value(behind)
        {
            return Some((partial(year, Some(found))?, behind + 1));
        }
        // "Jan 19 - Feb 20"
        if digits == 2 && (self.separator(next + 1).is_some() || at > 0 && self.separator(at - 1).is_some()) {
            return Some((partial(century(value), Some(found))?, next + 1));
        }
        None
    }

    /// The end of "2019-20" or "2019/20".
    fn short_year(&self, at: usize, from: PartialDate) -> Option<(PartialDate, usize)> {
        let skip = usize::from(matches!(self.word(at), "'" | "’"));
        let (short, digits) = self.value(at + skip)?;
        if digits != 2 || from.month.is_some() && skip == 0 {
            return None;
        }
        let year = from.year / 100 * 100 + short;
        (year >= from.year && year <= from.year + 12)
            .then(|| partial(year, None))
            .flatten()
            .map(|date| (date, at + skip + 1))
    }

    /// The token behind "(2 years 4 months)" or "· 2 yrs", if one follows.
    fn duration(&self, at: usize) -> usize {
        let mut next = at;
        while matches!(self.word(next), "(" | "·" | "," | "|" | ":" | "•") && next < at + 2 {
            next += 1;
        }
        let first = next;
        let unit = |word: &str| DURATIONS.split(' ').any(|unit| unit == word);
        while next < first + 8 {
            let counted = self.tokens.get(next).is_some_and(|token| token.number && token.text.len() <= 2);
            if counted && unit(self.word(next + 1)) {
                next += 2;
            } else if next > first
                && matches!(self.word(next), "," | "and" | "und" | "et" | "y" | "e" | "en" | "月" | "." | "+")
            {
                next += 1;
            } else {
                break;
            }
        }
        if next == first {
            return at;
        }
        if self.word(next) == ")" { next + 1 } else { next }
    }
}

fn century(short: i32) -> i32 {
    if short < 50 { 2000 + short } else { 1900 + short }
}
