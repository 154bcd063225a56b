//! Roles: what a grant says; its reach says where.

/// What a user may do where the grant reaches.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Role {
    Admin,
    Recruiter,
    HiringManager,
    Interviewer,
    BlindReviewer,
}

impl Role {
    pub const ALL: [Self; 5] =
        [Self::Admin, Self::Recruiter, Self::HiringManager, Self::Interviewer, Self::BlindReviewer];

    pub fn word(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::Recruiter => "recruiter",
            Self::HiringManager => "hiring_manager",
            Self::Interviewer => "interviewer",
            Self::BlindReviewer => "blind_reviewer",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Admin => "Administrator",
            Self::Recruiter => "Recruiter",
            Self::HiringManager => "Hiring manager",
            Self::Interviewer => "Interviewer",
            Self::BlindReviewer => "Blind reviewer",
        }
    }

    /// One line for the form that grants it.
    pub fn explanation(self) -> &'static str {
        match self {
            Self::Admin => "Everything, and people, settings and the audit log",
            Self::Recruiter => "Sees and edits people and jobs, writes mail, moves and hires",
            Self::HiringManager => "Sees the people on their jobs, moves them, edits those jobs",
            Self::Interviewer => "Sees the people they interview",
            Self::BlindReviewer => {
                "Reviews without names, contacts, employers or pictures, whatever else is granted"
            }
        }
    }

    /// May a grant of this role reach that far?
    pub fn reaches(self, reach: Reach) -> bool {
        match self {
            Self::Admin | Self::Interviewer => reach == Reach::Workspace,
            Self::Recruiter | Self::HiringManager | Self::BlindReviewer => true,
        }
    }
}

impl std::str::FromStr for Role {
    type Err = crate::Refusal;
    fn from_str(word: &str) -> Result<Self, crate::Refusal> {
        let found = Self::ALL.into_iter().find(|role| role.word() == word);
        found.ok_or_else(|| crate::Refusal::field("role", "Choose one of the roles."))
    }
}

/// How far a grant reaches.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reach {
    Workspace,
    Department(i64),
    Job(crate::JobId),
}

impl Reach {
    pub fn word(self) -> &'static str {
        match self {
            Self::Workspace => "workspace",
            Self::Department(_) => "department",
            Self::Job(_) => "job",
        }
    }

    /// The department's or job's number; 0 for the workspace.
    pub fn target(self) -> i64 {
        match self {
            Self::Workspace => 0,
            Self::Department(id) => id,
            Self::Job(job) => job.0,
        }
    }
}
