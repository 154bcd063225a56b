//! What parent and child say to each other over stdin and stdout.
//!
//! A child says hello with one byte ([`Protection`]) when it has locked itself down. Then, for each
//! request: `kind: u8, length: u32, bytes` in, `status: u8, length: u32, bytes` out; lengths are
//! little-endian.

use std::collections::HashMap;
use std::ffi::OsString;

/// First part of the argument that makes a process a reader.
const READER: &str = "sandbox-reader:";
/// First part of the argument that makes a process the launcher of an outside program; the private
/// folder, the program and its arguments follow.
const LAUNCHER: &str = "sandbox-launcher:";

/// How much of the lockdown the kernel granted. Seccomp is not in question: without it the child
/// does not start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Protection {
    Full = b'F' as isize,
    /// The kernel knows an older Landlock than we do.
    LandlockPartial = b'P' as isize,
    /// The kernel has no Landlock; seccomp alone keeps files and network away.
    SeccompOnly = b'S' as isize,
}

impl Protection {
    pub(crate) fn from_byte(byte: u8) -> Option<Self> {
        [Self::Full, Self::LandlockPartial, Self::SeccompOnly]
            .into_iter()
            .find(|protection| protection.byte() == byte)
    }

    pub(crate) fn byte(self) -> u8 {
        self as u8
    }
}

/// How the child answers a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status {
    Done = 0,
    Refused = 1,
    Panicked = 2,
    OutputTooLarge = 3,
}

impl Status {
    pub(crate) fn from_byte(byte: u8) -> Option<Self> {
        [Self::Done, Self::Refused, Self::Panicked, Self::OutputTooLarge]
            .into_iter()
            .find(|status| *status as u8 == byte)
    }
}

/// Head of a request or an answer.
pub(crate) const HEAD_BYTES: usize = 5;

pub(crate) fn head(tag: u8, length: u32) -> [u8; HEAD_BYTES] {
    let [a, b, c, d] = length.to_le_bytes();
    [tag, a, b, c, d]
}

pub(crate) fn read_head([tag, a, b, c, d]: [u8; HEAD_BYTES]) -> (u8, usize) {
    (tag, u32::from_le_bytes([a, b, c, d]) as usize)
}

/// Limits the child puts on itself; given as an argument because a child reads nothing before it
/// is locked down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Limits {
    pub(crate) memory_bytes: u64,
    /// Processor time for one request (reader) or for the whole run (launcher).
    pub(crate) cpu_seconds: u64,
    /// How many requests a reader will be given; bounds its processor time over its whole life.
    pub(crate) requests: u64,
    pub(crate) output_bytes: u64,
}

/// What this process was started as.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Task {
    Read(Limits),
    Launch { limits: Limits, folder: OsString, program: OsString, arguments: Vec<OsString> },
}

impl Limits {
    pub(crate) fn reader_argument(self) -> String {
        format!("{READER}{}", self.spell())
    }

    pub(crate) fn launcher_argument(self) -> String {
        format!("{LAUNCHER}{}", self.spell())
    }

    fn spell(self) -> String {
        format!(
            "memory={},cpu={},requests={},output={}",
            self.memory_bytes, self.cpu_seconds, self.requests, self.output_bytes
        )
    }

    fn parse(text: &str) -> Option<Self> {
        let parts: HashMap<&str, u64> = text
            .split(',')
            .map(|part| {
                let (name, number) = part.split_once('=')?;
                Some((name, number.parse().ok()?))
            })
            .collect::<Option<_>>()?;
        Some(Self {
            memory_bytes: *parts.get("memory")?,
            cpu_seconds: *parts.get("cpu")?,
            requests: *parts.get("requests")?,
            output_bytes: *parts.get("output")?,
        })
    }
}

impl Task {
    /// Finds the task in the arguments; whatever stands before it belongs to the binary.
    pub(crate) fn from_arguments(arguments: impl Iterator<Item = OsString>) -> Option<Self> {
        let mut arguments = arguments;
        while let Some(argument) = arguments.next() {
            let Some(text) = argument.to_str() else {
                continue;
            };
            if let Some(limits) = text.strip_prefix(READER) {
                return Some(Self::Read(Limits::parse(limits)?));
            }
            if let Some(limits) = text.strip_prefix(LAUNCHER) {
                return Some(Self::Launch {
                    limits: Limits::parse(limits)?,
                    folder: arguments.next()?,
                    program: arguments.next()?,
                    arguments: arguments.collect(),
                });
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Limits = Limits { memory_bytes: 512 << 20, cpu_seconds: 7, requests: 50, output_bytes: 99 };

    fn task(arguments: &[&str]) -> Option<Task> {
        Task::from_arguments(arguments.iter().map(OsString::from))
    }

    #[test]
    fn limits_survive_the_way_through_the_arguments() {
        let reader = LIMITS.reader_argument();
        assert_eq!(task(&["rapport", "__read", &reader]), Some(Task::Read(LIMITS)));
        let launcher = LIMITS.launcher_argument();
        assert_eq!(
            task(&["rapport", "__read", &launcher, "/tmp/x", "/bin/cat", "-n", &reader]),
            Some(Task::Launch {
                limits: LIMITS,
                folder: "/tmp/x".into(),
                program: "/bin/cat".into(),
                arguments: vec!["-n".into(), reader.clone().into()],
            })
        );
    }

    #[test]
    fn a_process_without_whole_limits_does_not_start() {
        for wrong in ["", "sandbox-reader:", "sandbox-reader:memory=1,cpu=1,requests=1", "read"] {
            assert_eq!(task(&["rapport", wrong]), None, "{wrong}");
        }
        assert_eq!(task(&["rapport", &LIMITS.launcher_argument(), "/tmp/x"]), None);
    }

    #[test]
    fn a_head_is_read_as_it_was_written() {
        assert_eq!(read_head(head(9, 70_000)), (9, 70_000));
    }
}
