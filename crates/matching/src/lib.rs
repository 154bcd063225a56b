//! Explainable ranking of people for a job, as pure functions.
//!
//! - [`Model`]: a static embedding of titles, skills and short vacancy text, embedded in the binary.
//! - [`needs_from_job`], [`PreparedNeeds`]: what a job asks for, with weights that sum to 100.
//! - [`Profile`], [`score`]: what a person shows, and the points it earns, in the matched words.
//! - [`Sketch`]: a meaning in 32 bytes, for the first step: "which few hundred people are near this job".
//! - [`rank_corpus`]: ranking of a benchmark set.
//!
//! What always holds: the points of the reasons sum to the score, and cutting the words of one reason out of the
//! profile ([`Profile::without`]) takes exactly its points away and changes no other reason.
//!
//! Protected facts (name, photo, gender, age, birth date, marital status, nationality) are no inputs: a profile has
//! no such field, and inside free text the lines that carry them are not read (see [`Profile`]).
//! Nothing here rejects anybody; a gap costs nothing.

mod explain;
mod languages;
mod model;
mod needs;
mod phrases;
mod prepared;
mod profile;
mod rank;
mod read_post;
mod score;
mod screen;
mod sketch;
mod terms;
mod tfidf;
mod tokens;
mod vocabulary;

pub use model::format::{PackError, pack};
pub use model::{DIMENSIONS, Model, Vector};
pub use needs::{JobPost, Need, NeedKind, share_out};
pub use prepared::PreparedNeeds;
pub use profile::{Field, FieldKind, OwnedField, OwnedProfile, Profile, places_of};
pub use rank::{RankedRow, rank_corpus};
pub use read_post::needs_from_job;
pub use score::{MatchedWord, Reason, Scored, Scorer, Strength, Verdict, score};
pub use sketch::{Sketch, sketches_of_needs, sketches_of_person};
