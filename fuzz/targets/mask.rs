//! Masking never panics, and a known mail address is gone afterwards.
#![no_main]

use resume::mask::{KnownIdentities, mask};

libfuzzer_sys::fuzz_target!(|input: (&str, &str)| {
    let (text, name) = input;
    let known = KnownIdentities {
        names: vec![name.to_owned()],
        emails: vec!["anna@example.org".to_owned()],
        ..Default::default()
    };
    let masked = mask(&format!("{text} anna@example.org"), &known);
    assert!(!masked.as_str().contains(" anna@example.org"));
});
