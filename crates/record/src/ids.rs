//! The ids of the record, one type for each kind of row.

base::id_type! {
    WorkspaceId, UserId, SessionId, PersonId, DocumentId, UploadBatchId, UploadFileId, InteractionId,
    EmploymentId, EducationId, FactId, IdentityId, PoolId, DepartmentId, JobId, StageId, OpeningId,
    ApplicationId, TransitionId, ReasonId, InterviewId, TaskId, NotificationId, SavedViewId,
    TemplateId, MessageId, GrantId,
}

macro_rules! bind {
    ($($name:ident),+ $(,)?) => {$(
        impl db::Bind for $name {
            fn param(&self) -> db::Param<'_> { db::Param::Int(self.0) }
        }
    )+};
}
bind! {
    WorkspaceId, UserId, SessionId, PersonId, DocumentId, UploadBatchId, UploadFileId, InteractionId,
    EmploymentId, EducationId, FactId, IdentityId, PoolId, DepartmentId, JobId, StageId, OpeningId,
    ApplicationId, TransitionId, ReasonId, InterviewId, TaskId, NotificationId, SavedViewId,
    TemplateId, MessageId, GrantId,
}

/// How a URL names a person: by id for a clear reader, by the alias of an application for a masked one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PersonRef {
    Person(PersonId),
    Alias(String),
}

/// Length of an application's alias: 10 characters are 50 random bits, and no id has that length.
pub const ALIAS_LENGTH: usize = 10;

impl std::str::FromStr for PersonRef {
    type Err = base::id::NotAnId;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.len() == ALIAS_LENGTH && text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Ok(Self::Alias(text.to_owned()));
        }
        text.parse().map(Self::Person)
    }
}

impl std::fmt::Display for PersonRef {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Person(id) => id.fmt(f),
            Self::Alias(alias) => f.write_str(alias),
        }
    }
}

impl From<PersonId> for PersonRef {
    fn from(id: PersonId) -> Self {
        Self::Person(id)
    }
}
