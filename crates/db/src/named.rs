//! Named SQL: a query is found in `queries.sql` at compile time; a wrong name does not build.

/// The statements of one `queries.sql`. `N` is the most that the file may hold.
pub struct Queries<const N: usize> {
    text: &'static str,
    marks: [usize; N],
    count: usize,
}

const MARK: &[u8] = b"-- name: ";

impl<const N: usize> Queries<N> {
    /// Finds every line that starts with `-- name: `, in one pass, so that compile time stays small.
    pub const fn new(text: &'static str) -> Self {
        let bytes = text.as_bytes();
        let mut marks = [0; N];
        let (mut count, mut at, mut line_start) = (0, 0, true);
        while at < bytes.len() {
            if line_start && bytes[at] == b'-' && starts(bytes, at, MARK) {
                marks[count] = at;
                count += 1;
            }
            line_start = bytes[at] == b'\n';
            at += 1;
        }
        Self { text, marks, count }
    }

    /// The text under `-- name: <name>`.
    pub const fn get(&self, name: &str) -> &'static str {
        let (bytes, wanted) = (self.text.as_bytes(), name.as_bytes());
        let mut k = 0;
        while k < self.count {
            let from = self.marks[k] + MARK.len();
            let end = from + wanted.len();
            if starts(bytes, from, wanted) && end < bytes.len() && bytes[end] == b'\n' {
                let to = if k + 1 < self.count { self.marks[k + 1] } else { bytes.len() };
                let (head, _) = self.text.split_at(to);
                let (_, body) = head.split_at(end + 1);
                return body;
            }
            k += 1;
        }
        panic!("no query of that name")
    }

    /// Every name with its text, for the test that prepares them all on both engines.
    pub fn all(&self) -> Vec<(&'static str, &'static str)> {
        let whole: &'static str = self.text;
        (0..self.count)
            .map(|k| {
                let to = if k + 1 < self.count { self.marks[k + 1] } else { whole.len() };
                let part = &whole[self.marks[k] + MARK.len()..to];
                part.split_once('\n').unwrap_or((part, ""))
            })
            .collect()
    }
}

const fn starts(text: &[u8], from: usize, part: &[u8]) -> bool {
    let mut k = 0;
    while k < part.len() {
        if from + k >= text.len() || text[from + k] != part[k] {
            return false;
        }
        k += 1;
    }
    true
}
