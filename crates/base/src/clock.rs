//! The one clock. Tests hold it still or move it; nothing else in the product reads the wall clock.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// A moment: microseconds since 1970-01-01 UTC.
pub type Micros = i64;

pub const SECOND: Micros = 1_000_000;
pub const MINUTE: Micros = 60 * SECOND;
pub const HOUR: Micros = 60 * MINUTE;
pub const DAY: Micros = 24 * HOUR;

/// Where the time comes from. Cloning shares the same clock.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    /// Set in tests only: the held moment.
    held: Option<Arc<AtomicI64>>,
}

impl Clock {
    /// The machine's clock.
    pub fn system() -> Self {
        Self { held: None }
    }

    /// A clock that stands at `at` until it is moved.
    pub fn held_at(at: Micros) -> Self {
        Self { held: Some(Arc::new(AtomicI64::new(at))) }
    }

    #[expect(clippy::disallowed_methods, reason = "the one place that asks the system")]
    pub fn now(&self) -> Micros {
        match &self.held {
            Some(held) => held.load(Ordering::SeqCst),
            None => jiff::Timestamp::now().as_microsecond(),
        }
    }

    /// Moves a held clock forward; the machine's clock cannot be moved.
    pub fn advance(&self, by: Micros) {
        if let Some(held) = &self.held {
            held.fetch_add(by, Ordering::SeqCst);
        }
    }

    /// Year and month now, in UTC.
    pub fn year_month(&self) -> (i32, u8) {
        year_month(self.now())
    }
}

/// Year and month of a moment, in UTC.
pub fn year_month(at: Micros) -> (i32, u8) {
    let date = zoned(at, "UTC").date();
    (i32::from(date.year()), u8::try_from(date.month()).unwrap_or(1))
}

/// The moment in a zone; an unknown zone name is read as UTC, so that a page never fails for it.
pub fn zoned(at: Micros, zone: &str) -> jiff::Zoned {
    let moment = jiff::Timestamp::from_microsecond(at).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    let zone = jiff::tz::TimeZone::get(zone).unwrap_or(jiff::tz::TimeZone::UTC);
    moment.to_zoned(zone)
}
