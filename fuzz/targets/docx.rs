//! The parts of a Word document.
#![no_main]

const NAMES: [&str; 5] = [
    "word/document.xml",
    "word/styles.xml",
    "word/_rels/document.xml.rels",
    "word/header1.xml",
    "word/footer1.xml",
];

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::read(&fuzz::office(&NAMES, None, bytes)));
