//! Base: what every crate above may rely on: clock, ids, randomness, limits.
//!
//! Holds true: time is microseconds UTC in an `i64`; ids are 63-bit, time-ordered and made here.
//! Never: does I/O, knows a noun of the product.

pub mod clock;
pub mod id;
pub mod limits;
pub mod random;
pub mod secret;

pub use clock::{Clock, Micros};
pub use id::{Id, IdMaker};
pub use secret::Secret;
