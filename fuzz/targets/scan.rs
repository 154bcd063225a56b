//! What a text recogniser says of a page (hOCR).
#![no_main]

libfuzzer_sys::fuzz_target!(|hocr: &str| fuzz::recognised(hocr));
