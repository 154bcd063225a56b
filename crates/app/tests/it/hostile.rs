//! Story: files that are damaged, built to harm, or not what they say. Each goes through the real child, and
//! ends in a resume or in one line that tells its sender what is wrong. No child dies of any of them.

pub(crate) mod bombs;
mod damage;

use record::people::reading::{self, NotRead};
use sandbox::{Pool, PoolOptions};

use crate::PROGRAM;

/// Documents of our own that are damaged; where they lie.
const WHOLE: [&str; 10] = [
    "sidebar-left.pdf",
    "sidebar-right.pdf",
    "linkedin.pdf",
    "lebenslauf.pdf",
    "icons.pdf",
    "docx-simple-pdf.pdf",
    "docx-simple.docx",
    "docx-table.docx",
    "txt-plain.txt",
    "txt-under.txt",
];

#[expect(clippy::disallowed_methods, reason = "a sample beside the tests")]
fn whole(name: &str) -> Vec<u8> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../resume/tests/files");
    std::fs::read(std::path::Path::new(folder).join(name)).unwrap()
}

fn pool() -> Pool {
    let mut options = PoolOptions::new(PROGRAM, [app::read::CHILD_ARGUMENT]);
    options.input_limit = app::read::INPUT_BYTES_MAX;
    // A build for tests on a busy machine is many times slower than what people run.
    options.time_limit = std::time::Duration::from_secs(120);
    Pool::new(options)
}

/// Reads a file as an upload is read: what is an archive is unpacked, and its files are read.
/// Gives back the lines that its sender gets to see; none for a file that was read.
async fn lines(pool: &Pool, name: &str, bytes: &[u8]) -> Vec<String> {
    match reading::read(pool, name, (2026, 11), bytes).await {
        Ok(_) => vec![],
        Err(NotRead::Archive) => {
            let mut lines = vec![];
            let mut from = Some(0);
            while let Some(start) = from {
                let (files, next) = match reading::unpack(pool, bytes, start).await {
                    Ok(unpacked) => unpacked,
                    Err(why) => return vec![why.to_string()],
                };
                for file in files {
                    match file {
                        Ok((name, inside)) => {
                            let read = reading::read(pool, &name, (2026, 11), &inside).await;
                            lines.extend(read.err().map(|why| why.to_string()));
                        }
                        Err(why) => lines.push(why),
                    }
                }
                from = next;
            }
            lines
        }
        Err(why) => vec![why.to_string()],
    }
}

/// A line a person can act on: one sentence or two, and none of our own troubles.
fn is_clear(line: &str) -> bool {
    let troubles = ["panic", "crash", "signal", "the reader", "child", "malformed"];
    line.ends_with('.')
        && line.chars().count() < 200
        && !line.contains('\n')
        && !troubles.iter().any(|word| line.contains(word))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_and_twenty_damaged_files_are_read_or_refused_in_one_line() {
    let pool = pool();
    let mut count = 0;
    for name in WHOLE {
        let whole = whole(name);
        for (kind, damage) in damage::KINDS {
            let bytes = damage(&whole);
            assert_ne!(bytes, whole, "{kind} does something to {name}");
            let lines = lines(&pool, name, &bytes).await;
            assert!(lines.len() <= 1 && lines.iter().all(|line| is_clear(line)), "{name}, {kind}: {lines:?}");
            assert_eq!(pool.lost(), 0, "{name}, {kind} ended a child");
            count += 1;
        }
    }
    assert_eq!(count, 120);
}

#[tokio::test(flavor = "multi_thread")]
async fn files_built_to_harm_get_one_line_each_and_end_no_child() {
    let pool = pool();
    for (name, bytes, expected) in bombs::all() {
        let lines = lines(&pool, name, &bytes).await;
        assert_eq!(lines.len(), 1, "{name}: {lines:?}");
        assert!(is_clear(&lines[0]) && lines[0].contains(expected), "{name}: {}", lines[0]);
        assert_eq!(pool.lost(), 0, "{name} ended a child");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn odd_but_honest_files_are_still_read() {
    let pool = pool();
    for (name, bytes) in bombs::odd_but_honest(&whole("sidebar-left.pdf")) {
        assert_eq!(lines(&pool, name, &bytes).await, [""; 0], "{name}");
    }
    assert_eq!(pool.lost(), 0);
}
