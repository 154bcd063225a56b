//! Masking never panics, and a known mail address is gone afterwards.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (&str, &str)| {
    let (text, name) = input;
    let known = resume::mask::KnownIdentities { names: vec![name.to_owned()], emails: vec!["anna@example.org".to_owned()], ..Default::default() };
    let masked = resume::mask::mask(&format!("{text} anna@example.org"), &known);
    assert!(!masked.as_str().contains(" anna@example.org"));
});
