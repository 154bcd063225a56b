//! A PDF as it lies on the disk: objects, tables of objects, filters, the tree of pages.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::read(bytes));
