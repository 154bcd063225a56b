//! E-mail addresses, phone numbers and links, also when a line break cuts them.

use super::patterns::{PERSONAL_HOSTS, emails, is_cut_host, is_domain_ending, urls};
use super::phone;
use crate::draft::{Draft, Line};
use crate::lexicon::headings::{Strength, Topic, topic};
use crate::lexicon::{fold, tokens};
use crate::reading::Hints;
use crate::resume::{Fact, Place};

/// How people can be reached.
#[derive(Debug, Default)]
pub(crate) struct Contact {
    pub emails: Vec<Fact<String>>,
    pub phones: Vec<Fact<String>>,
    pub links: Vec<Fact<String>>,
}

/// Finds everything in the whole document; numbers and links only where they speak of the person.
pub(crate) fn find(draft: &Draft, language: &str, hints: &Hints<'_>) -> Contact {
    let regions = super::region::of(draft, language, hints);
    let regions: Vec<&str> = regions.iter().map(String::as_str).collect();
    let mut contact = Contact::default();
    let near = near_the_person(draft);
    let lines = &draft.lines;
    // How much of a line the address above it has taken.
    let mut taken = 0;
    for (index, line) in lines.iter().enumerate() {
        let place = draft.placed.then(|| line.place());
        let text = joined(lines, index);
        let own = line.text().len();
        let from = std::mem::take(&mut taken);
        for (start, end) in emails(&text).into_iter().filter(|(start, _)| (from..own).contains(start)) {
            taken = taken.max(end.saturating_sub(own));
            let printed = &text[start..end];
            let value = completed(printed, draft).unwrap_or_else(|| printed.to_owned());
            let sure = is_domain_ending(value.rsplit('.').next().unwrap_or(""));
            add(&mut contact.emails, &value, printed, place, if sure { 0.99 } else { 0.6 });
        }
        if near[index] || has_phone_label(&text) {
            let printed = whole_number(lines, index, &regions);
            let web = urls(&printed, true);
            let in_web = |at: usize| web.iter().any(|(start, end)| (*start..*end).contains(&at));
            for found in phone::find(&printed, &regions).into_iter().filter(|found| !in_web(found.start)) {
                let quote = printed[found.start..found.end].to_owned();
                let confidence = if found.is_sure && near[index] {
                    0.98
                } else if near[index] {
                    0.91
                } else {
                    0.8
                };
                add(&mut contact.phones, &found.number, &quote, place, confidence);
            }
        }
        for (start, end) in
            urls(&text, near[index]).into_iter().filter(|(start, _)| (from..own).contains(start))
        {
            taken = taken.max(end.saturating_sub(own));
            let printed = text[start..end].to_owned();
            let value = completed_link(&printed, draft, line).unwrap_or(printed);
            let confidence = if value.contains("linkedin.") || value.contains("www.") || value.contains("://")
            {
                0.96
            } else {
                0.9
            };
            add(&mut contact.links, &value, &value, place, confidence);
        }
    }
    from_links(draft, &mut contact);
    contact
}

fn add(facts: &mut Vec<Fact<String>>, value: &str, quote: &str, place: Option<Place>, confidence: f32) {
    let key = |value: &str| {
        value
            .to_lowercase()
            .trim_start_matches("https://")
            .trim_start_matches("http://")
            .trim_start_matches("www.")
            .trim_end_matches('/')
            .to_owned()
    };
    // The second half of a broken address is read again from the next line.
    let is_rest =
        facts.last().is_some_and(|last| last.value.len() > value.len() && last.value.ends_with(value));
    if !is_rest && facts.len() < 20 && !facts.iter().any(|fact| key(&fact.value) == key(value)) {
        facts.push(Fact { value: value.to_owned(), confidence, place, quote: quote.to_owned() });
    }
}

/// Addresses that the page hides behind a word or an icon. They come last: what is printed counts.
fn from_links(draft: &Draft, contact: &mut Contact) {
    for link in &draft.links {
        let target = link.target.trim();
        if let Some(address) = target.strip_prefix("mailto:") {
            let address = address.split('?').next().unwrap_or("");
            if contact.emails.is_empty() && !emails(address).is_empty() {
                add(&mut contact.emails, address, address, link.place, 0.9);
            }
        } else if let Some(number) = target.strip_prefix("tel:") {
            if contact.phones.is_empty()
                && let Some((number, _)) = phone::read(number, &[])
            {
                add(&mut contact.phones, &number, target, link.place, 0.9);
            }
        } else if contact.links.is_empty()
            && PERSONAL_HOSTS.iter().any(|host| target.contains(host))
            && !target.ends_with("linkedin.com/")
        {
            add(&mut contact.links, target, target, link.place, 0.7);
        }
    }
}

/// Lines where a number is the person's own: the head, contact sections, and page margins. A line
/// in the midst of experience is not.
fn near_the_person(draft: &Draft) -> Vec<bool> {
    let mut near = Vec::with_capacity(draft.lines.len());
    let mut inside = true;
    let mut of_others = false;
    let (mut block, mut column) = (0, 0);
    for line in &draft.lines {
        if line.block != block {
            block = line.block;
            // A new column begins outside of any section; over a page break the old one goes on.
            inside |= line.column != column;
            of_others &= line.column == column;
            column = line.column;
        }
        if let Some((topic, strength)) = topic(&line.text())
            && (strength == Strength::Certain || line.heading)
        {
            inside = matches!(topic, Topic::Contact | Topic::Personal | Topic::Summary | Topic::Other);
            of_others = topic == Topic::References;
        }
        // A number beside an address, as at the foot of a page, is the person's, unless a referee's.
        near.push(inside || !of_others && !emails(&line.text()).is_empty());
    }
    near
}

/// The line, with the digits of the next one when a narrow column cut a number in two.
fn whole_number(lines: &[Line], index: usize, regions: &[&str]) -> String {
    let text = lines[index].text();
    let is_rest = |text: &str| {
        let digits = text.chars().filter(char::is_ascii_digit).count();
        (2..=9).contains(&digits)
            && text
                .chars()
                .all(|character| character.is_ascii_digit() || matches!(character, ' ' | '-' | '/' | '.'))
    };
    let Some(next) = lines.get(index + 1).filter(|next| next.block == lines[index].block && next.gap < 0.8)
    else {
        return text;
    };
    let rest = next.text();
    let open =
        text.trim_end().ends_with(|last: char| last.is_ascii_digit() || matches!(last, '-' | '/' | ')'));
    if !open || !is_rest(&rest) {
        return text;
    }
    let joined = format!("{} {rest}", text.trim_end());
    let longest =
        |text: &str| phone::find(text, regions).iter().map(|found| found.number.len()).max().unwrap_or(0);
    // Two whole numbers below each other stay two.
    if longest(&rest) == 0 && longest(&joined) > longest(&text) { joined } else { text }
}

fn has_phone_label(text: &str) -> bool {
    let folded = fold(text);
    tokens(&folded).take(3).any(|token| {
        matches!(
            token,
            "phone"
                | "tel"
                | "telephone"
                | "telefon"
                | "mobile"
                | "mobil"
                | "cell"
                | "handy"
                | "telefono"
                | "telefone"
                | "celular"
                | "movil"
                | "telemovel"
                | "cellulare"
                | "telefoon"
                | "mobiel"
                | "portable"
                | "gsm"
                | "电话"
                | "手机"
                | "联系电话"
        )
    })
}

/// The line, with the beginning of the next one when an address runs over the break.
fn joined(lines: &[Line], index: usize) -> String {
    let line = &lines[index];
    let text = line.text();
    let Some(next) = lines
        .get(index + 1)
        .filter(|next| next.block == line.block && next.page == line.page && !next.bullet)
    else {
        return text;
    };
    let Some(last) = text.rsplit([' ', '|', ',']).next() else {
        return text;
    };
    let is_address = last.contains('@')
        || last.contains("www.")
        || last.contains("://")
        || next.text().split(' ').next().is_some_and(|first| first.contains('@'))
            && last.ends_with(['-', '.', '_'])
        || last.contains('/') && PERSONAL_HOSTS.iter().any(|host| last.contains(host));
    if !is_address || last.len() < 4 {
        return text;
    }
    let next_text = next.text();
    let first = next_text.split([' ', '|', ',']).next().unwrap_or("");
    let continues = first.chars().next().is_some_and(|first| {
        first.is_ascii_lowercase() || first.is_ascii_digit() || matches!(first, '.' | '@' | '/' | '-' | '_')
    }) && first
        .chars()
        .all(|character| character.is_ascii_alphanumeric() || "._-/@%~".contains(character));
    let cut = last.ends_with(['-', '/', '.', '@', '_'])
        || first.starts_with(['-', '.', '_', '@']) && first.len() > 1;
    let ending = last.rsplit('.').next().unwrap_or("");
    let unfinished = last.contains('@') && !is_domain_ending(&ending.to_lowercase()) || is_cut_host(last);
    // A narrow column cuts anywhere: what is left stands alone, under a line that is full.
    let full = line.x1() > line.right - 0.6 * line.size() && line.size() > 0.0;
    let rest = next_text.split_whitespace().count() == 1
        && next.gap < 0.6
        && !first.contains(['@', '.'])
        && (next.x0() - line.x0()).abs() < 14.0;
    let overflows = full && rest && last.contains('/');
    if continues && (cut || unfinished || overflows) && !(first.contains('@') && last.contains('@')) {
        format!("{text}{first}")
    } else {
        text
    }
}

/// A printed address that a line break cut, from the link behind it.
fn completed(printed: &str, draft: &Draft) -> Option<String> {
    let lower = printed.to_lowercase();
    draft
        .links
        .iter()
        .filter_map(|link| link.target.strip_prefix("mailto:"))
        .map(|target| target.split('?').next().unwrap_or("").trim())
        .find(|target| target.len() > printed.len() && target.to_lowercase().starts_with(&lower))
        .map(str::to_owned)
}

/// The same for links: what is printed is the beginning of the target of a link at that place.
fn completed_link(printed: &str, draft: &Draft, line: &Line) -> Option<String> {
    let bare = |text: &str| {
        text.to_lowercase()
            .trim_start_matches("https://")
            .trim_start_matches("http://")
            .trim_start_matches("www.")
            .to_owned()
    };
    let place = line.place();
    draft
        .links
        .iter()
        .filter(|link| {
            link.place
                .is_none_or(|found| found.page == place.page && found.y0 < place.y1 && found.y1 > place.y0)
        })
        .find(|link| {
            let target = bare(&link.target);
            let target = target.trim_end_matches('/');
            target.len() > bare(printed).trim_end_matches('/').len()
                && target.starts_with(&bare(printed))
                && printed.ends_with(['-', '/', '.', '_'])
        })
        .map(|link| link.target.trim_end_matches('/').to_owned())
}

/// Stretches to mask, with their labels.
pub(crate) fn spans(line: &str) -> Vec<(usize, usize, &'static str)> {
    let mut found: Vec<(usize, usize, &'static str)> =
        emails(line).into_iter().map(|(start, end)| (start, end, "[e-mail]")).collect();
    found.extend(urls(line, true).into_iter().map(|(start, end)| (start, end, "[link]")));
    let everywhere = ["US", "GB", "DE", "FR", "ES", "IT", "NL", "BR", "CN", "IN"];
    found.extend(phone::find(line, &everywhere).into_iter().map(|phone| (phone.start, phone.end, "[phone]")));
    found
}
