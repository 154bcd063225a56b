//! What mail servers, broken disks and half-finished downloads do to a file.

/// A kind of damage, by name.
type Kind = (&'static str, fn(&[u8]) -> Vec<u8>);

pub const KINDS: [Kind; 12] = [
    ("cut after a tenth", |whole| whole[..whole.len() / 10].to_vec()),
    ("cut in the middle", |whole| whole[..whole.len() / 2].to_vec()),
    ("the last hundred bytes missing", |whole| whole[..whole.len() - 100].to_vec()),
    ("the first hundred bytes missing", |whole| whole[100..].to_vec()),
    ("fifty bytes of noise", |whole| noisy(whole, 50)),
    ("one byte in thirty of noise", |whole| noisy(whole, whole.len() / 30)),
    ("a block missing", |whole| {
        let third = whole.len() / 3;
        [&whole[..third], &whole[third + 200..]].concat()
    }),
    ("a block of zeros", |whole| {
        let mut bytes = whole.to_vec();
        let half = bytes.len() / 2;
        let end = bytes.len().min(half + 4096);
        bytes[half..end].fill(0);
        bytes
    }),
    ("wrong lengths", wrong_lengths),
    ("a broken tree of pages", broken_tree),
    ("sent as text, with other line ends", |whole| {
        let mut bytes = Vec::new();
        for byte in whole {
            if *byte == b'\n' {
                bytes.push(b'\r');
            }
            bytes.push(*byte & 0x7F);
        }
        bytes
    }),
    ("two copies, the second one cut", |whole| [whole, &whole[..whole.len() / 3]].concat()),
];

/// The same "random" numbers on every run.
fn numbers(seed: u64) -> impl FnMut() -> u64 {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    }
}

fn noisy(whole: &[u8], count: usize) -> Vec<u8> {
    let mut next = numbers(whole.len() as u64);
    let mut bytes = whole.to_vec();
    for _ in 0..count.max(10) {
        let at = (next() % bytes.len() as u64) as usize;
        bytes[at] = bytes[at].wrapping_add(1 + (next() % 254) as u8);
    }
    bytes
}

/// Every length that a PDF or ZIP states is another; text loses a letter of each word.
fn wrong_lengths(whole: &[u8]) -> Vec<u8> {
    let mut bytes = whole.to_vec();
    let marks: [(&[u8], usize); 3] = [(b"/Length ", 8), (b"PK\x01\x02", 24), (b"PK\x03\x04", 22)];
    let mut changed = false;
    for (mark, after) in marks {
        for at in 0..bytes.len().saturating_sub(mark.len() + 30) {
            if bytes[at..].starts_with(mark) {
                bytes[at + after] = if bytes[at + after] == b'9' { b'1' } else { b'9' };
                changed = true;
            }
        }
    }
    if changed {
        bytes
    } else {
        bytes.split(|byte| *byte == b' ').flat_map(|word| &word[word.len().min(1)..]).copied().collect()
    }
}

/// Pages that are their own parents, and numbers of objects that are others'; in Word, elements that
/// end where they did not begin.
fn broken_tree(whole: &[u8]) -> Vec<u8> {
    let mut bytes = whole.to_vec();
    let mut changed = false;
    for at in 0..bytes.len().saturating_sub(16) {
        for (mark, after) in [(&b"/Kids ["[..], 7), (b"/Kids[", 6), (b"/Parent ", 8), (b"/Pages ", 7)] {
            if bytes[at..].starts_with(mark) {
                bytes[at + after] = if bytes[at + after] == b'1' { b'2' } else { b'1' };
                changed = true;
            }
        }
    }
    if !changed {
        // Packed: the directory at the end points elsewhere; of text the lines stand in reverse.
        if bytes.starts_with(b"PK") {
            let end = bytes.len() - 6;
            bytes[end] ^= 0x15;
        } else {
            bytes.reverse();
        }
    }
    bytes
}
