//! Threads with people whom the story invents: by the stage they come to, in the language of their country.

use base::Micros;
use base::clock::{HOUR, MINUTE};

use super::journey;
use super::plan::{Deed, Planner};
use super::story::Letter;

/// Plans one thread that fits, if the dice say so. People with a thread of their own in the story have none.
pub(super) fn write(
    planner: &mut Planner<'_>,
    person: usize,
    job: Option<usize>,
    recruiter: &str,
    stage: &str,
    from: Micros,
) {
    let story = planner.story;
    let one = &planner.people[person];
    if story.mail.threads.iter().any(|thread| thread.person == one.name) {
        return;
    }
    let country = one.country.clone();
    let fits = |letter: &&Letter| {
        letter.on.iter().any(|on| on == stage)
            && (letter.countries.is_empty() || letter.countries.contains(&country))
    };
    // Their own language first; of the others any one.
    let (own, others): (Vec<&Letter>, Vec<&Letter>) =
        story.mail.letters.iter().filter(fits).partition(|letter| !letter.countries.is_empty());
    let letter = own.into_iter().find(|letter| planner.dice.chance(letter.chance));
    let other = if others.is_empty() { None } else { Some(*planner.dice.pick(&others)) };
    let other = other.filter(|letter| planner.dice.chance(letter.chance));
    let Some(letter) = letter.or(other) else { return };
    let talk = planner.talks;
    planner.talks += 1;
    // One day a thread, so that the answer speaks of the same one.
    let day = *planner.dice.pick(&["Monday", "Tuesday", "Wednesday", "Thursday"]);
    let mut at = from + 15 * MINUTE;
    for (number, message) in letter.messages.iter().enumerate() {
        at += message.hours_after * HOUR;
        let at_work = planner.at_work(at, from + (number as i64 + 2) * 10 * MINUTE);
        if at > planner.until - HOUR {
            return;
        }
        // What would fall on the last morning has not been written yet.
        if at_work > planner.until - 2 * HOUR {
            return;
        }
        at = at.max(at_work);
        let ours = message.from == "us";
        let subject = journey::fill(planner, person, job, &letter.subject);
        let text = journey::fill(planner, person, job, &message.text.replace("{day}", day));
        let first = recruiter.split(' ').next().unwrap_or_default();
        planner.put(
            at,
            Deed::Letter {
                person,
                job,
                by: recruiter.to_owned(),
                talk,
                ours,
                subject: if number == 0 { subject } else { format!("Re: {subject}") },
                text: text.replace("{sender}", first),
            },
        );
    }
}
