//! `rapport user`

use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand, ValueEnum};
use record::access::{policy, users};
use record::{House, Refusal, UserId, WorkspaceId};

use super::Place;
use super::bench::Bench;

#[derive(Args)]
pub(super) struct User {
    #[command(subcommand)]
    command: UserCommand,
}

#[derive(Subcommand)]
enum UserCommand {
    /// Add somebody and print the link with which they choose their password
    ///
    /// Hand the link over yourself: nothing is mailed. It works once.
    Add {
        /// Their address; they sign in with it
        email: String,
        /// Their full name, as colleagues read it
        #[arg(long)]
        name: String,
        /// What they may do
        #[arg(long, value_enum, default_value_t = RoleName::Recruiter)]
        role: RoleName,
        #[command(flatten)]
        place: Place,
    },
    /// List everybody who signs in, with roles and when they were last here
    List {
        #[command(flatten)]
        place: Place,
    },
    /// Print a link with which somebody chooses a new password
    ///
    /// For whoever forgot theirs, also when no mail leaves. The link works once; their sessions end when
    /// the new password is set.
    ResetPassword {
        /// The address they sign in with
        email: String,
        #[command(flatten)]
        place: Place,
    },
    /// Close an account: it cannot sign in any more and its sessions end; what it wrote stays
    Disable {
        /// The address they sign in with
        email: String,
        #[command(flatten)]
        place: Place,
    },
}

#[derive(Clone, Copy, ValueEnum)]
enum RoleName {
    /// Everything, and people, settings and the audit log
    Admin,
    /// Sees and edits people and jobs, writes mail, moves and hires
    Recruiter,
    /// Sees the people on their jobs, moves them, edits those jobs
    HiringManager,
    /// Sees the people they interview
    Interviewer,
    /// Reviews without names, contacts, employers or pictures
    BlindReviewer,
}

impl RoleName {
    fn word(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::Recruiter => "recruiter",
            Self::HiringManager => "hiring_manager",
            Self::Interviewer => "interviewer",
            Self::BlindReviewer => "blind_reviewer",
        }
    }
}

impl User {
    pub(super) fn place(&self) -> &Place {
        match &self.command {
            UserCommand::Add { place, .. }
            | UserCommand::List { place }
            | UserCommand::ResetPassword { place, .. }
            | UserCommand::Disable { place, .. } => place,
        }
    }

    pub(super) async fn run(&self, bench: &Bench) -> Result<()> {
        let house = &bench.house;
        let workspace = bench.workspace(self.place()).await?;
        match &self.command {
            UserCommand::Add { email, name, role, .. } => {
                let token = users::add(&house.db, workspace, email, name, role.word()).await?;
                bench.say(format!(
                    "{name} can sign in as {} after choosing a password here, once:",
                    email.trim()
                ))?;
                bench.say(link(house, &token))
            }
            UserCommand::List { .. } => list(bench, workspace).await,
            UserCommand::ResetPassword { email, .. } => {
                let token = match users::reset_password_link(&house.db, workspace, email).await {
                    Err(Refusal::NotFound) => bail!("{}", nobody(email)),
                    token => token?,
                };
                bench.say(format!("{} chooses a new password here, once:", email.trim()))?;
                bench.say(link(house, &token))
            }
            UserCommand::Disable { email, .. } => {
                let user = find(house, workspace, email).await?;
                users::disable(&house.db, &policy::system(workspace), user).await?;
                bench.say(format!("{} cannot sign in any more. What they wrote stays.", email.trim()))
            }
        }
    }
}

fn nobody(email: &str) -> String {
    format!("nobody signs in as {}; see `rapport user list`", email.trim())
}

async fn find(house: &House, workspace: WorkspaceId, email: &str) -> Result<UserId> {
    let all = users::list(&house.db, &policy::system(workspace)).await?;
    let wanted = email.trim().to_lowercase();
    let found = all.into_iter().find(|user| user.email.to_lowercase() == wanted);
    Ok(found.with_context(|| nobody(email))?.id)
}

/// The address of a one-time link, as the configuration says where people reach us.
fn link(house: &House, token: &str) -> String {
    let base = &house.settings.base_url;
    let here = base.contains("://127.0.0.1") || base.contains("://localhost");
    let hint = if here { "\n  (set base_url in rapport.toml if people reach it elsewhere)" } else { "" };
    format!("  {base}/password/{token}{hint}")
}

async fn list(bench: &Bench, workspace: WorkspaceId) -> Result<()> {
    let all = users::list(&bench.house.db, &policy::system(workspace)).await?;
    if all.is_empty() {
        bench.say("Nobody signs in yet. Start the server: it prints the link that sets it up.")?;
    }
    for user in all {
        let roles: Vec<_> = user.grants.iter().map(role_line).collect();
        let state = match (user.disabled_at, user.has_password, user.last_seen_at) {
            (1.., _, _) => "closed".to_owned(),
            (_, false, _) => "invited".to_owned(),
            (_, true, 0) => "never signed in".to_owned(),
            (_, true, seen) => {
                format!("last here {}", base::clock::zoned(seen, "UTC").strftime("%Y-%m-%d %H:%M UTC"))
            }
        };
        bench.say(format!("{}  {}  {}  {state}", user.email, user.name, roles.join(", ")))?;
    }
    Ok(())
}

fn role_line(grant: &users::GrantView) -> String {
    let role = grant.role.label().to_lowercase();
    if grant.target.is_empty() { role } else { format!("{role} of {}", grant.target) }
}
