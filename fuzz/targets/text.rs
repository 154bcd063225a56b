//! Plain text in any encoding; the stages behind all readers are exercised most by this target.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::read(bytes));
