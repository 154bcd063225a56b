use base::clock::DAY;

use super::begins_words;
use super::figures::{held, median_days};

#[test]
fn time_on_hold_counts_within_the_span_only() {
    let changes = [(2 * DAY, true), (5 * DAY, false), (8 * DAY, true)];
    assert_eq!(held(&changes, 0, 10 * DAY), 5 * DAY);
    assert_eq!(held(&changes, 4 * DAY, 6 * DAY), DAY);
    assert_eq!(held(&[], 0, DAY), 0);
}

#[test]
fn a_median_needs_enough_openings() {
    assert_eq!(median_days(vec![DAY, 9 * DAY]), None);
    assert_eq!(median_days(vec![30 * DAY, 10 * DAY, 20 * DAY]), Some(20));
    assert_eq!(median_days(vec![10 * DAY, 20 * DAY, 30 * DAY, 41 * DAY]), Some(25));
}

#[test]
fn typed_words_begin_words_of_the_title() {
    assert!(begins_words("sen eng", "Senior backend engineer"));
    assert!(begins_words("alv", "Mateo Álvarez"));
    assert!(!begins_words("end", "Senior backend engineer"));
}
