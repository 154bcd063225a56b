//! What lies on the desks: mail templates and saved views from early on, tasks on the last day.

use base::clock::DAY;
use desk::story::{Due, NewTask};
use record::applications::board::{BoardFilter, board};
use record::{JobId, Refusal};

use super::play::Player;

/// Whose desk it is: the recruiter whom most people try the demo as.
const AT: &str = "Nora Whitfield";

/// What the firm writes with, from its first weeks on.
pub(super) async fn furnish(player: &Player<'_>) -> Result<(), Refusal> {
    let (house, story) = (player.house, player.story);
    let who = player.firm.scope(AT);
    let Some(user) = player.firm.users.get(AT).copied() else { return Ok(()) };
    for template in &story.mail.templates {
        let (subject, body) = (variables(&template.subject), variables(&template.body));
        outreach::story::template(house, &who, &template.name, &subject, &body).await?;
    }
    for view in &story.words.saved_views {
        talent::story::view(house, &who, user, &view.name, &view.query).await?;
    }
    Ok(())
}

/// Lays everything out; the clock stands at the end of the story.
pub(super) async fn lay_out(player: &Player<'_>) -> Result<(), Refusal> {
    let (house, story) = (player.house, player.story);
    let who = player.firm.scope(AT);
    let Some(user) = player.firm.users.get(AT).copied() else { return Ok(()) };
    let mut jobs: Vec<JobId> = player.jobs.values().map(|job| job.id).collect();
    jobs.sort_unstable();
    for (number, task) in story.words.tasks.iter().enumerate() {
        let Some(job) = jobs.get(number % jobs.len().max(1)).copied() else { break };
        let drawn = board(&house.db, &who, job, None, &BoardFilter::default()).await?;
        let lane = drawn.lanes.iter().find(|lane| lane.stage.name == task.on && !lane.cards.is_empty());
        let Some(card) = lane.and_then(|lane| lane.cards.first()) else { continue };
        let first = card.name.split(' ').next().unwrap_or_default();
        let new = NewTask {
            title: task.text.replace("{first}", first).replace("{manager}", "the hiring manager"),
            assignee: user,
            person: card.person,
            job,
            due: Due::day_of(house.db.now() + task.due_days * DAY),
            ..NewTask::default()
        };
        desk::story::task(house, &who, new).await?;
    }
    colleagues(player).await
}

/// Tasks that colleagues gave to each other.
async fn colleagues(player: &Player<'_>) -> Result<(), Refusal> {
    let house = player.house;
    let known = |name: &str| {
        let number = player.plan.people.iter().position(|one| one.name == name)?;
        player.people.get(&number).copied()
    };
    for handed in &player.story.words.handed {
        let to = player.firm.users.get(&handed.to).copied();
        let (Some(person), Some(assignee)) = (known(&handed.person), to) else { continue };
        let new = NewTask {
            title: handed.text.clone(),
            assignee,
            person,
            job: JobId(0),
            due: Due::day_of(house.db.now() + handed.due_days * DAY),
            ..NewTask::default()
        };
        desk::story::task(house, &player.firm.scope(&handed.by), new).await?;
    }
    Ok(())
}

/// The story's placeholders as the mail templates' variables.
fn variables(text: &str) -> String {
    let known = [
        ("{first}", "{{ person.first_name }}"),
        ("{job}", "{{ job.title }}"),
        ("{employer}", "{{ person.current_employer }}"),
        ("{sender}", "{{ sender.name }}"),
        ("{manager}", "the hiring manager"),
        ("{city}", "your city"),
        ("{day}", "Thursday"),
        ("{time}", "16:00"),
    ];
    known.iter().fold(text.trim().to_owned(), |text, (from, to)| text.replace(from, to))
}
