//! What stands on a PDF page: operators, fonts, maps to Unicode, forms.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::read(&fuzz::pdf(bytes)));
