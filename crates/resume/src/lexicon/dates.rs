//! Dates and periods as people write them, in eight languages.

mod scan;
mod tokens;

pub(crate) use scan::spans;

use std::collections::HashMap;
use std::sync::OnceLock;

use super::list::phrases;
use crate::resume::PartialDate;

/// Folded month names and abbreviations; the index counts from January.
const MONTHS: [&str; 12] = [
    "january jan januar janner jaenner janvier janv enero ene janeiro gennaio gen januari janr",
    "february feb februar feber fevrier fev fevr febrero febr fevereiro febbraio februari febbr",
    "march mar marz maerz mars marzo marco maart mrt mrz",
    "april apr avril avr abril abr aprile",
    "may mai mayo maio maggio mag mei",
    "june jun juni juin junio junho giugno giu",
    "july jul juli juillet juil julio julho luglio lug",
    "august aug aout agosto ago augustus augusti",
    "september sep sept septembre septiembre setembro set settembre sett setiembre",
    "october oct oktober okt octobre octubre outubro out ottobre ott",
    "november nov novembre noviembre novembro",
    "december dec dezember dez decembre diciembre dic dezembro dicembre desember",
];

/// The month a folded word names.
pub(crate) fn month(word: &str) -> Option<u8> {
    static MAP: OnceLock<HashMap<&'static str, u8>> = OnceLock::new();
    let map = MAP.get_or_init(|| {
        let lists: Vec<(u8, &'static str)> = (1..).zip(MONTHS).collect();
        phrases(&lists, ' ')
    });
    map.get(word).copied()
}

/// Phrases for "still going on", folded.
const ONGOING: [&str; 47] = [
    "present",
    "current",
    "currently",
    "now",
    "today",
    "ongoing",
    "date",
    "to date",
    "till date",
    "till now",
    "until now",
    "heute",
    "aktuell",
    "jetzt",
    "laufend",
    "dato",
    "gegenwart",
    "gegenwartig",
    "present day",
    "aujourd'hui",
    "a ce jour",
    "ce jour",
    "actuel",
    "actuellement",
    "en cours",
    "maintenant",
    "actualidad",
    "la actualidad",
    "actualmente",
    "presente",
    "el presente",
    "hoy",
    "la fecha",
    "atual",
    "atualmente",
    "o momento",
    "hoje",
    "attuale",
    "oggi",
    "in corso",
    "attualmente",
    "ad oggi",
    "heden",
    "nu",
    "vandaag",
    "至今",
    "current role",
];

const ONGOING_HAN: [&str; 5] = ["至今", "今", "现在", "目前", "迄今"];

/// Words between the two ends of a period, folded.
const UNTIL: [&str; 17] = [
    "to", "until", "till", "through", "thru", "bis", "a", "au", "jusqu'a", "jusqu'en", "al", "ate", "hasta",
    "tot", "t/m", "fino", "ad",
];

/// Words that open a period with no end.
const SINCE: [&str; 12] =
    ["since", "seit", "depuis", "desde", "dal", "sinds", "vanaf", "ab", "dall'", "dalla", "starting", "自"];

/// Words for lengths of time, folded: "(2 years 4 months)".
const DURATIONS: &str = "year years yr yrs y month months mo mos m jahr jahre jahren monat monate monaten an ans annee annees mois ano anos ano mes meses anno anni mese mesi jaar jaren maand maanden 年 个 月";

/// Half years and seasons carry no month.
const SEASONS: &str = "springs summers spring summer fall autumn winter sommer herbst fruhjahr fruhling printemps ete automne hiver primavera verano otono invierno verao outono inverno estate autunno lente zomer herfst ws ss wise sose q1 q2 q3 q4 early late mid ca circa class expected graduated graduation";

/// The earliest and latest year taken for a date.
const YEARS: std::ops::RangeInclusive<i32> = 1940..=2049;

/// Whether a whole text is nothing but a date or period.
pub(crate) fn is_date_only(text: &str) -> bool {
    let found = spans(text);
    let [span] = found.as_slice() else {
        return false;
    };
    let rest = text[..span.start].len() + text[span.end..].trim_matches(|c: char| !c.is_alphanumeric()).len();
    rest <= 2
}

/// "3 years 1 month", "(2 Jahre)": how long something took, with no date.
pub(crate) fn is_length_of_time(text: &str) -> bool {
    let folded = super::fold(text);
    let words: Vec<&str> = super::tokens(&folded).collect();
    let counted = |pair: &[&str]| {
        pair.len() == 2
            && pair[0].len() <= 2
            && pair[0].bytes().all(|byte| byte.is_ascii_digit())
            && pair[1].len() > 1
            && DURATIONS.split(' ').any(|unit| unit == pair[1])
    };
    let words: Vec<&str> = words
        .into_iter()
        .filter(|word| !matches!(*word, "and" | "und" | "et" | "y" | "e" | "en" | "&"))
        .collect();
    (2..=4).contains(&words.len()) && words.chunks(2).all(counted)
}

/// A date built from checked parts.
fn partial(year: i32, month: Option<u8>) -> Option<PartialDate> {
    let month = month.filter(|month| (1..=12).contains(month));
    YEARS.contains(&year).then_some(PartialDate { year, month })
}

#[cfg(test)]
mod tests;
