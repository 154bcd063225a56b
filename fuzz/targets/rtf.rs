//! Rich Text Format.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::read(&[b"{\\rtf1 ", bytes, b"}"].concat()));
