//! The whole reader on any bytes: a result or a refusal of one line, never a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let hints = resume::Hints { file_name: None, today: (2026, 11), region: Some("DE") };
    match resume::read(bytes, &hints) {
        Ok(read) => {
            let back = resume::json::from_wire(&resume::json::to_wire(&read)).expect("what we write we can read");
            assert_eq!(back.text, read.text);
        }
        Err(error) => assert!(!error.to_string().contains('\n')),
    }
});
