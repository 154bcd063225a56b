//! Meters: counts and times for Prometheus. No names, no ids, only routes and outcomes.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Upper bounds of the time buckets, in seconds.
const BOUNDS: [f64; 9] = [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2.0];

#[derive(Clone, Default)]
pub struct Meters {
    inner: Arc<Mutex<BTreeMap<(String, u16), Meter>>>,
}

#[derive(Default)]
struct Meter {
    count: u64,
    seconds: f64,
    buckets: [u64; BOUNDS.len()],
}

impl Meters {
    /// One answered request. `route` is the pattern, so that its cardinality is bounded.
    pub fn request(&self, route: &str, status: u16, took: Duration) {
        let mut meters = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        let meter = meters.entry((route.to_owned(), status)).or_default();
        let seconds = took.as_secs_f64();
        meter.count += 1;
        meter.seconds += seconds;
        for (bound, slot) in BOUNDS.iter().zip(&mut meter.buckets) {
            *slot += u64::from(seconds <= *bound);
        }
    }

    /// Prometheus text exposition format 0.0.4.
    pub fn prometheus(&self) -> String {
        let meters = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        let mut text = String::from(
            "# HELP rapport_request_seconds Time to answer a request, by route and status.\n# TYPE rapport_request_seconds histogram\n",
        );
        for ((route, status), meter) in meters.iter() {
            let labels = format!("route=\"{route}\",status=\"{status}\"");
            for (bound, count) in BOUNDS.iter().zip(meter.buckets) {
                let _ = writeln!(text, "rapport_request_seconds_bucket{{{labels},le=\"{bound}\"}} {count}");
            }
            let _ = writeln!(text, "rapport_request_seconds_bucket{{{labels},le=\"+Inf\"}} {}", meter.count);
            let _ = writeln!(text, "rapport_request_seconds_sum{{{labels}}} {}", meter.seconds);
            let _ = writeln!(text, "rapport_request_seconds_count{{{labels}}} {}", meter.count);
        }
        text
    }
}
