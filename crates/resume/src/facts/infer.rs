//! Sections under headings that no list knows: what stands in them tells what they are about.
//!
//! "What I bring" over a list of short items is skills; "Tongues" over names of languages is
//! languages. Only topics that the document has not elsewhere are given away.

use super::sections::Section;
use crate::draft::Line;
use crate::lexicon::dates::spans;
use crate::lexicon::headings::Topic;
use crate::lexicon::is_han;
use crate::lexicon::languages::named;
use crate::lexicon::roles::{employer_score, title_score};
use crate::lexicon::studies::{degree_prefix, school_score};

/// Gives unknown sections the topic that their lines speak of.
pub(super) fn name_unknown(lines: &[Line], sections: &mut [Section]) {
    let mut taken: Vec<Topic> = sections
        .iter()
        .filter(|section| !section.lines.is_empty())
        .filter_map(|section| section.topic)
        .collect();
    for section in sections.iter_mut().filter(|section| section.is_unknown && section.topic.is_none()) {
        let cells = |line: &Line| {
            let texts: Vec<&str> = line.segments.iter().map(|segment| segment.text.as_str()).collect();
            texts.join(" | ")
        };
        let texts: Vec<String> = section.lines.iter().map(|index| cells(&lines[*index])).collect();
        if let Some(topic) = guess(&texts).filter(|topic| !taken.contains(topic)) {
            section.topic = Some(topic);
            section.is_unknown = false;
            taken.push(topic);
        }
    }
}

/// What a text is about, by what stands in it; none when nothing is plain.
fn guess(texts: &[String]) -> Option<Topic> {
    if texts.is_empty() {
        return None;
    }
    let count = |holds: &dyn Fn(&str) -> bool| texts.iter().filter(|text| holds(text)).count();
    let reach = |text: &str| {
        text.contains('@') || text.contains("www.") || text.chars().filter(char::is_ascii_digit).count() >= 8
    };
    let periods = count(&|text| spans(text).iter().any(|span| !span.single));
    let dates = count(&|text| !spans(text).is_empty());
    if count(&reach) * 2 >= texts.len() && periods == 0 {
        return Some(Topic::Contact);
    }
    let spoken = count(&|text| first_words(text).any(|word| named(word).is_some()));
    if dates == 0 && spoken * 2 >= texts.len() && texts.iter().all(|text| text.chars().count() < 90) {
        return Some(Topic::Languages);
    }
    if dates > 0 {
        let studies = count(&|text| degree_prefix(text).is_some() || school_score(text) > 0.0);
        let jobs = count(&|text| {
            title_score(text) > 1.0 && degree_prefix(text).is_none() || employer_score(text) > 2.0
        });
        return if studies > jobs {
            Some(Topic::Education)
        } else if periods > 0 && (jobs > 0 || texts.len() >= 3 * periods) {
            Some(Topic::Work)
        } else if periods == 0 && dates * 2 >= texts.len() {
            Some(Topic::Certificates)
        } else {
            None
        };
    }
    let words: usize = texts.iter().map(|text| text.split_whitespace().count()).sum();
    let han: usize = texts.iter().map(|text| text.chars().filter(|letter| is_han(*letter)).count()).sum();
    let items: usize = texts
        .iter()
        .map(|text| {
            let text = text.replace(" / ", ",");
            text.split([',', ';', '|', '•', '·', '、']).filter(|part| !part.trim().is_empty()).count()
        })
        .sum();
    let sentence = texts.iter().any(|text| text.trim_end().ends_with(['.', '。', '!']));
    if sentence && (words >= 10 || han >= 20) && words.max(han / 3) >= 4 * items {
        return Some(Topic::Summary);
    }
    let short = if han > 0 { han <= 10 * items } else { words <= 5 * items };
    (items >= 3 && short && !sentence).then_some(Topic::Skills)
}

fn first_words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !(letter.is_alphabetic() || letter == '\''))
        .filter(|word| !word.is_empty())
        .take(2)
}

#[cfg(test)]
mod tests {
    use super::guess;
    use crate::lexicon::headings::Topic;

    #[test]
    fn the_lines_tell_what_a_section_is_about() {
        let cases: [(&[&str], Option<Topic>); 7] = [
            (&["Rigging", "Rescue planning", "Ultrasonic testing"], Some(Topic::Skills)),
            (&["English (native)", "Deutsch, B1"], Some(Topic::Languages)),
            (&["Head Brewer", "Saltwick Nab", "2019 – 2021", "Ran the cellar"], Some(Topic::Work)),
            (&["2009–2012", "Laurea, Enologia", "Università di Torino"], Some(Topic::Education)),
            (
                &["I plan the rigging, keep crews calm and leave the steel in better shape."],
                Some(Topic::Summary),
            ),
            (&["IRATA Level 3, 2018"], Some(Topic::Certificates)),
            (&["To be continued"], None),
        ];
        for (texts, topic) in cases {
            let texts: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
            assert_eq!(guess(&texts), topic, "{texts:?}");
        }
    }
}
