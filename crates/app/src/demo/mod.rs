//! The demo: a fictional firm with its people, jobs and history, played through the real operations.
//!
//! Holds true: the clock of the house is held and only moves forward, so that journal, transitions and
//! timelines are as old as they say; the story is the same every time, with its dates relative to today.
//! Never: writes past an operation, sends mail.

mod desks;
mod dice;
mod firm;
mod journey;
mod letters;
mod people;
mod plan;
mod play;
mod resume_text;
mod story;

use anyhow::{Context, Result};
use base::Micros;
use record::{House, Refusal};

use self::play::Player;
use self::story::Story;

/// The password of everybody in the demo.
pub const PASSWORD: &str = "harbour-and-pine";

/// How long ago the story begins: hold the clock of the house so far back before [`seed`].
pub const LENGTH: Micros = plan::LENGTH;

/// How much of the story is told.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Size {
    Whole,
    /// Two jobs and a few people, for tests.
    Small,
}

/// What was made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Seeded {
    pub people: u64,
    pub jobs: usize,
    /// Deeds of the story that an operation refused: mistakes of the story.
    pub refused: usize,
}

/// An account that the demo prints.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Login {
    pub name: String,
    pub title: String,
    pub role: String,
    pub email: String,
}

/// The accounts to try the demo with.
pub fn logins() -> Result<Vec<Login>> {
    let users = story::load()?.firm.users.into_iter().filter(|user| user.login);
    let login = |user: story::User| Login {
        name: user.name,
        title: user.title,
        role: user.role.replace('_', " "),
        email: user.email,
    };
    Ok(users.map(login).collect())
}

/// Plays the story in an empty house whose clock is held; afterwards the clock stands [`LENGTH`] later.
/// `progress` hears how many deeds are done, of how many.
pub async fn seed(house: &House, size: Size, mut progress: impl FnMut(usize, usize)) -> Result<Seeded> {
    let mut story = story::load()?;
    if size == Size::Small {
        shorten(&mut story);
    }
    let until = house.db.now() + LENGTH;
    let plan = plan::plan(&story, until)?;
    let mut player = Player::begin(house, &story, &plan, until).await?;
    let (all, mut refused) = (plan.events.len(), 0);
    for (done, event) in plan.events.iter().enumerate() {
        house.db.clock().advance((event.at - house.db.now()).max(0));
        match player.play(&event.deed).await {
            Ok(()) => {}
            Err(fault @ (Refusal::Db(_) | Refusal::Files(_) | Refusal::Fault(_))) => {
                return Err(fault).context("playing the demo's story");
            }
            Err(refusal) => {
                tracing::warn!(%refusal, "the demo's story asks for something that is refused");
                refused += 1;
            }
        }
        progress(done, all);
    }
    house.db.clock().advance((until - house.db.now()).max(0));
    crate::work::index_all(house).await?;
    desks::lay_out(&player).await.map_err(|refusal| anyhow::anyhow!("laying out the desks: {refusal}"))?;
    play::night(house).await?;
    crate::work::index_all(house).await?;
    progress(all, all);
    Ok(Seeded { people: play::count_people(house, &player.firm).await?, jobs: player.jobs.len(), refused })
}

/// Two jobs with a handful of people.
fn shorten(story: &mut Story) {
    story.jobs.retain(|job| ["backend", "nurse"].contains(&job.key.as_str()));
    for job in &mut story.jobs {
        job.board.iter_mut().for_each(|count| *count = (*count).min(1));
        job.openings = job.openings.min(2);
    }
    let keys: Vec<_> = story.jobs.iter().map(|job| job.key.clone()).collect();
    story.people.retain(|one| ["Jonas Lindqvist", "Ruth Achieng"].contains(&one.name.as_str()));
    story.files.retain(|file| keys.contains(&file.job) && file.name.ends_with(".txt"));
    story.firm.pools.truncate(3);
}
