//! Archives: nothing is unpacked beyond the limits.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let limits = resume::ArchiveLimits {
        entries_max: 50,
        entry_bytes_max: 1_000_000,
        total_bytes_max: 4_000_000,
        ratio_max: 100,
        depth_max: 2,
    };
    let entries = resume::archive_entries(bytes, &limits);
    assert!(entries.len() <= 51 + 2);
    let unpacked: usize = entries.into_iter().flatten().map(|(_, content)| content.len()).sum();
    assert!(unpacked <= 4_000_000);
    if bytes.starts_with(b"PK") {
        fuzz::read(bytes);
    }
});
