//! What was wrong with a form, beside its field or above it.

use record::Refusal;
use web::Problem;

#[derive(Clone, Debug, Default)]
pub(crate) struct Wrong {
    field: &'static str,
    message: String,
}

impl Wrong {
    /// Faults and things that are not there are no errors of the form.
    pub(crate) fn of(refusal: Refusal) -> Result<Self, Problem> {
        match refusal {
            Refusal::Field { field, message } => Ok(Self { field, message }),
            Refusal::Because(message) | Refusal::Conflict(message) => Ok(Self::whole(message)),
            other => Err(other.into()),
        }
    }

    /// Concerns the form as a whole.
    pub(crate) fn whole(message: impl Into<String>) -> Self {
        Self { field: "", message: message.into() }
    }

    pub(crate) fn message(&self) -> &str {
        &self.message
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.message.is_empty()
    }

    /// The error beside this field; empty for none.
    pub(crate) fn on(&self, field: &str) -> &str {
        if self.field == field { &self.message } else { "" }
    }

    /// The error above the form; empty for none.
    pub(crate) fn above(&self) -> &str {
        if self.field.is_empty() { &self.message } else { "" }
    }
}
