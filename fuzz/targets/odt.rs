//! The parts of an OpenDocument text.
#![no_main]

const NAMES: [&str; 3] = ["content.xml", "styles.xml", "META-INF/manifest.xml"];
const KIND: (&str, &[u8]) = ("mimetype", b"application/vnd.oasis.opendocument.text");

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::read(&fuzz::office(&NAMES, Some(KIND), bytes)));
