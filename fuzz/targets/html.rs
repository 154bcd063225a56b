//! Web pages.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::read(&[b"<html><body>", bytes].concat()));
