//! Saved e-mails with their attachments.
#![no_main]

const HEAD: &[u8] = b"From: a@example.org\nSubject: x\nMIME-Version: 1.0\n";

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::read(&[HEAD, bytes].concat()));
