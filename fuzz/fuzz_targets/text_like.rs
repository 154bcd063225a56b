//! Plain text, RTF and HTML reach their readers without a container around them; the stages behind
//! are exercised most by this target.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u8, &str)| {
    let (kind, text) = input;
    let bytes = match kind % 4 {
        0 => text.as_bytes().to_vec(),
        1 => format!("{{\\rtf1 {text}}}").into_bytes(),
        2 => format!("<html><body>{text}</body></html>").into_bytes(),
        _ => format!("From: a@example.org\nSubject: x\nMIME-Version: 1.0\n\n{text}").into_bytes(),
    };
    let _ = resume::read(&bytes, &resume::Hints::default());
});
