//! The parent reads what a taken-over child may send.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(read) = resume::json::from_wire(bytes) {
        let _ = resume::json::json_resume(&read);
        let _ = resume::json::to_wire(&read);
    }
});
