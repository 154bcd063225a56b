//! Entries: what happened, in the past tense. They carry ids and plain values, never a name or an
//! address; text is rendered when read, through the reader's sight.

use serde_json::Value;

use crate::{
    ApplicationId, DocumentId, InteractionId, InterviewId, JobId, MessageId, PersonId, PoolId, ReasonId,
    StageId, TaskId, TemplateId, TransitionId, UploadBatchId, UserId,
};

/// How a field of an entry is written down.
trait Plain {
    fn number(&self) -> i64 {
        0
    }
    fn json(&self) -> Value;
}
macro_rules! plain_ids {
    ($($name:ident),+ $(,)?) => {$(
        impl Plain for $name {
            fn number(&self) -> i64 { self.0 }
            fn json(&self) -> Value { Value::String(self.to_string()) }
        }
    )+};
}
plain_ids! {
    ApplicationId, DocumentId, InteractionId, InterviewId, JobId, MessageId, PersonId, PoolId, ReasonId, StageId, TaskId, TemplateId,
    TransitionId, UploadBatchId, UserId,
}
impl Plain for &'static str {
    fn json(&self) -> Value {
        Value::String((*self).to_owned())
    }
}
impl Plain for String {
    fn json(&self) -> Value {
        Value::String(self.clone())
    }
}
impl Plain for i64 {
    fn json(&self) -> Value {
        Value::from(*self)
    }
}
impl Plain for bool {
    fn json(&self) -> Value {
        Value::from(*self)
    }
}
impl Plain for Vec<&'static str> {
    fn json(&self) -> Value {
        Value::from(self.clone())
    }
}
impl Plain for Vec<String> {
    fn json(&self) -> Value {
        Value::from(self.clone())
    }
}
impl Plain for Vec<PersonId> {
    fn json(&self) -> Value {
        Value::from(self.iter().map(ToString::to_string).collect::<Vec<_>>())
    }
}

macro_rules! entries {
    ($($(#[$meta:meta])* $name:ident { $($field:ident: $type:ty),* $(,)? }),+ $(,)?) => {
        /// Everything that can happen. Fields named `person`, `job` and `application` become columns
        /// of the journal; the rest is its payload.
        #[derive(Clone, Debug)]
        pub enum Entry { $($(#[$meta])* $name { $($field: $type),* }),+ }

        impl Entry {
            /// Every kind there is, for room cards and the timeline's table.
            pub const KINDS: &'static [&'static str] = &[$(stringify!($name)),+];

            fn fields(&self) -> Vec<(&'static str, &dyn Plain)> {
                match self {
                    $(Self::$name { $($field),* } => vec![$((stringify!($field), $field as &dyn Plain)),*]),+
                }
            }
        }

        impl db::Line for Entry {
            fn kind(&self) -> &'static str {
                match self { $(Self::$name { .. } => stringify!($name)),+ }
            }
            fn person_id(&self) -> i64 { self.column("person") }
            fn job_id(&self) -> i64 { self.column("job") }
            fn application_id(&self) -> i64 { self.column("application") }
            fn payload(&self) -> String {
                let rest = self.fields().into_iter().filter(|(name, _)| !matches!(*name, "person" | "job" | "application"));
                Value::Object(rest.map(|(name, value)| (name.to_owned(), value.json())).collect()).to_string()
            }
        }
    };
}

impl Entry {
    fn column(&self, wanted: &str) -> i64 {
        self.fields().into_iter().find(|(name, _)| *name == wanted).map_or(0, |(_, value)| value.number())
    }
}

entries! {
    // people
    PersonAdded { person: PersonId, source: String },
    /// `fields` are the names of the changed fields; former values lie in `former_value`.
    PersonEdited { person: PersonId, fields: Vec<&'static str> },
    /// A table brought something new about somebody who was there.
    PersonImported { person: PersonId },
    /// Added by mistake, removed before anybody worked on them.
    PersonRemoved { person: PersonId },
    FactAdded { person: PersonId, fact: &'static str, row: i64 },
    FactRetracted { person: PersonId, fact: &'static str, row: i64 },
    ContactAdded { person: PersonId, contact: &'static str, row: i64 },
    ContactRetracted { person: PersonId, contact: &'static str, row: i64 },
    OwnerChanged { person: PersonId, owner: UserId },
    TagsChanged { person: PersonId, added: Vec<String>, removed: Vec<String> },
    /// One bulk action over many people.
    PeopleTagged { people: Vec<PersonId>, tag: String },
    PeopleUntagged { people: Vec<PersonId>, tag: String },
    DocumentStored { person: PersonId, document: DocumentId, sort: &'static str },
    DocumentRetracted { person: PersonId, document: DocumentId },
    ResumeRead { person: PersonId, document: DocumentId, created: bool },
    /// The same file is stored already.
    ResumeKnown { person: PersonId, document: DocumentId },
    /// A user said that so many facts were read right.
    ResumeChecked { person: PersonId, document: DocumentId, facts: i64 },
    /// A user corrected one fact of a reading; `was` is what had been said of it, what it held lies in
    /// `former_value`.
    ResumeCorrected { person: PersonId, document: DocumentId, field: String, row: i64, was: &'static str },
    /// A newer reader read the file again.
    ResumeReread { person: PersonId, document: DocumentId, reader: i64 },
    ResumeRefused { batch: UploadBatchId, file: i64 },
    UploadReceived { batch: UploadBatchId, files: i64 },
    /// The facts that a file had brought were taken back.
    ResumeUndone { person: PersonId, document: DocumentId },
    EmploymentChanged { person: PersonId, status: String },
    NoteWritten { person: PersonId, note: InteractionId, mentions: Vec<String>, job: JobId },
    NoteEdited { person: PersonId, note: InteractionId },
    NoteRetracted { person: PersonId, note: InteractionId },
    CallLogged { person: PersonId, call: InteractionId },
    PoolCreated { pool: PoolId },
    PoolChanged { pool: PoolId },
    PoolJoined { person: PersonId, pool: PoolId },
    PoolLeft { person: PersonId, pool: PoolId },
    PeoplePooled { people: Vec<PersonId>, pool: PoolId },
    PeopleUnpooled { people: Vec<PersonId>, pool: PoolId },

    // jobs
    JobCreated { job: JobId },
    JobEdited { job: JobId, fields: Vec<&'static str> },
    JobStatusChanged { job: JobId, from: String, to: String },
    OpeningsChanged { job: JobId, openings: i64 },
    StagesChanged { job: JobId },
    NeedsChanged { job: JobId },
    TeamChanged { job: JobId, user: UserId, role: String, added: bool },

    // applications
    ApplicationReceived { application: ApplicationId, person: PersonId, job: JobId, via: String },
    StageChanged { application: ApplicationId, person: PersonId, job: JobId, transition: TransitionId, from: StageId, to: StageId },
    ApplicationEnded { application: ApplicationId, person: PersonId, job: JobId, transition: TransitionId, outcome: &'static str, reason: ReasonId },
    ApplicationReopened { application: ApplicationId, person: PersonId, job: JobId, transition: TransitionId },
    Hired { application: ApplicationId, person: PersonId, job: JobId, transition: TransitionId },
    MoveUndone { application: ApplicationId, person: PersonId, job: JobId, transition: TransitionId, undone: TransitionId },
    Ranked { job: JobId, people: i64, model: &'static str },
    InterviewScheduled { application: ApplicationId, person: PersonId, job: JobId, interview: InterviewId },

    // desk
    TaskAdded { person: PersonId, job: JobId, task: TaskId, assignee: UserId },
    /// `assignee` is who got it by this edit; 0 where it stayed with whom it was.
    TaskEdited { person: PersonId, job: JobId, task: TaskId, assignee: UserId },
    TaskDone { person: PersonId, job: JobId, task: TaskId },
    TaskReopened { person: PersonId, job: JobId, task: TaskId },
    TaskRemoved { person: PersonId, job: JobId, task: TaskId },
    TaskRestored { person: PersonId, job: JobId, task: TaskId },

    // outreach
    MessageQueued { person: PersonId, message: MessageId },
    MessageCancelled { person: PersonId, message: MessageId },
    MessageSent { person: PersonId, message: MessageId },
    MessageFailed { person: PersonId, message: MessageId },
    MessageUnsure { person: PersonId, message: MessageId },
    MessageReceived { person: PersonId, message: MessageId },
    AddressSuppressed { person: PersonId },
    AddressAllowed { person: PersonId },
    TemplateSaved { template: TemplateId },
    TemplateRetired { template: TemplateId },

    // admin
    WorkspaceCreated { name: String },
    SetupLinkMade {},
    UserInvited { user: UserId, role: &'static str },
    UserCreated { user: UserId, role: &'static str },
    UserEdited { user: UserId, fields: Vec<&'static str> },
    UserDisabled { user: UserId },
    UserEnabled { user: UserId },
    GrantAdded { user: UserId, role: String, over: String, target: String },
    GrantRemoved { user: UserId, role: String, over: String, target: String },
    PasswordChanged { user: UserId },
    PasswordResetAsked { user: UserId },
    SecondFactorChanged { user: UserId, on: bool },
    SignedIn { user: UserId },
    SignInFailed { user: UserId },
    SessionRevoked { user: UserId, sessions: i64 },
    SettingChanged { name: String },
    DepartmentAdded { department: i64 },
    ChoreRetried { chore: i64 },
    ReasonsChanged { count: i64 },
    ImportFinished { created: i64, added: i64, refused: i64 },
}
