//! What a child may not do, and that its end is always a clear error. The child is `probe`.

#![expect(clippy::disallowed_methods, reason = "tests")]
#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::HashSet;
use std::path::Path;
use std::time::Duration;

use sandbox::{Pool, PoolOptions, ProgramInput, ProgramLimits, ProgramRun, SandboxError};

const PROBE: &str = env!("CARGO_BIN_EXE_sandbox_probe");
/// "Not permitted" is seccomp's answer; Landlock's would be 13, and neither is ever a matter of
/// file permissions here, since the tests ask for what every user may do.
const NOT_PERMITTED: &str = "1";
const NO_ACCESS: &str = "13";

fn options() -> PoolOptions {
    PoolOptions::new(PROBE, ["read"])
}

fn own_id() -> String {
    std::process::id().to_string()
}

async fn said(pool: &Pool, kind: u8) -> String {
    String::from_utf8(pool.run(kind, own_id().as_bytes()).await.unwrap()).unwrap()
}

/// Who answers, and how many requests it has seen.
async fn child_and_call(pool: &Pool) -> (u32, u32) {
    let text = said(pool, b'n').await;
    let (child, call) = text.split_once(' ').unwrap();
    (child.parse().unwrap(), call.parse().unwrap())
}

#[tokio::test]
async fn a_reader_may_not_touch_files_network_or_processes() {
    let pool = Pool::new(options());
    for kind in *b"owcuxXk" {
        assert_eq!(said(&pool, kind).await, NOT_PERMITTED, "{}", char::from(kind));
    }
    assert_ne!(said(&pool, b't').await, "allowed");
    assert_eq!(said(&pool, b'v').await, "MIMALLOC_ARENA_RESERVE MIMALLOC_PURGE_DELAY");
    assert_eq!(child_and_call(&pool).await.1, 10, "one child answered all");
}

#[tokio::test]
async fn bytes_go_in_and_come_out_whole() {
    let pool = Pool::new(options());
    let bytes: Vec<u8> = (0..3_000_000_u32).map(|number| (number % 253) as u8).collect();
    assert_eq!(pool.run(b'e', &bytes).await.unwrap(), bytes);
    assert_eq!(pool.run(b'e', b"").await.unwrap(), b"");
}

#[tokio::test]
async fn a_bad_end_is_a_clear_error_and_the_next_request_works() {
    let mut options = options();
    options.memory_bytes = 64 << 20;
    let pool = Pool::new(options);
    let ends = [
        (b'm', SandboxError::OutOfMemory),
        (b's', SandboxError::Crashed("it nested too deep".to_owned())),
        (b'q', SandboxError::Crashed("ended with code 7".to_owned())),
    ];
    for (kind, expected) in ends {
        assert_eq!(pool.run(kind, b"x").await.unwrap_err(), expected);
        assert_eq!(child_and_call(&pool).await.1, 1, "a fresh child");
    }
}

#[tokio::test]
async fn an_endless_loop_is_ended() {
    let mut options = options();
    options.time_limit = Duration::from_millis(200);
    let limit = options.time_limit;
    let pool = Pool::new(options);
    let error = pool.run(b'l', b"").await.unwrap_err();
    assert_eq!(error, SandboxError::TimedOut(limit));
    assert_eq!(pool.idle(), 0);
}

#[tokio::test]
async fn a_panic_tells_its_place_but_nothing_of_the_file_and_ends_the_child() {
    let pool = Pool::new(options());
    let (before, _) = child_and_call(&pool).await;
    let SandboxError::Crashed(text) = pool.run(b'p', b"Jane Doe").await.unwrap_err() else {
        panic!("a panic is a crash");
    };
    assert!(text.contains("main.rs:") && !text.contains("Jane"), "{text}");
    assert_ne!(child_and_call(&pool).await.0, before);
}

#[tokio::test]
async fn considered_answers_keep_the_child() {
    let mut options = options();
    options.output_limit = 9_999;
    options.input_limit = 10;
    let pool = Pool::new(options);
    let (child, _) = child_and_call(&pool).await;
    let refused = pool.run(b'r', b"no text").await.unwrap_err();
    assert_eq!(refused, SandboxError::Refused("no text".to_owned()));
    let too_large = pool.run(b'b', &[0; 10]).await.unwrap_err();
    assert_eq!(too_large, SandboxError::OutputTooLarge(9_999));
    let too_large = pool.run(b'e', &[0; 11]).await.unwrap_err();
    assert_eq!(too_large, SandboxError::InputTooLarge(10));
    assert_eq!(child_and_call(&pool).await, (child, 4));
}

#[tokio::test]
async fn a_child_is_replaced_after_its_share_of_requests() {
    let mut options = options();
    options.requests_per_child = 2;
    let pool = Pool::new(options);
    let mut seen = Vec::new();
    for _ in 0..4 {
        seen.push(child_and_call(&pool).await);
    }
    assert_eq!(seen.iter().map(|(_, call)| *call).collect::<Vec<_>>(), [1, 2, 1, 2]);
    assert_ne!(seen[0].0, seen[2].0);
}

#[tokio::test]
async fn many_requests_at_once_are_served_by_few_children() {
    let mut options = options();
    options.size = 3;
    let pool = Pool::new(options);
    let tasks: Vec<_> = (0..60_u8)
        .map(|number| {
            let pool = pool.clone();
            tokio::spawn(async move {
                let bytes = vec![number; 50_000];
                assert_eq!(pool.run(b'e', &bytes).await.unwrap(), bytes);
                child_and_call(&pool).await.0
            })
        })
        .collect();
    let mut children = HashSet::new();
    for task in tasks {
        children.insert(task.await.unwrap());
    }
    // 120 requests, 50 each: three at a time and their successors.
    assert!((2..=5).contains(&children.len()), "{}", children.len());
}

#[tokio::test]
async fn an_idle_child_is_ended() {
    let mut options = options();
    options.idle_limit = Duration::ZERO;
    let pool = Pool::new(options);
    let (before, _) = child_and_call(&pool).await;
    while pool.idle() > 0 {
        tokio::task::yield_now().await;
    }
    assert_ne!(child_and_call(&pool).await.0, before);
}

#[tokio::test]
async fn a_binary_that_is_no_reader_is_told_apart() {
    for (program, args) in [("/no/such/binary", ["read"]), (PROBE, ["unknown"]), ("/bin/echo", ["x"])] {
        let error = Pool::new(PoolOptions::new(program, args)).run(b'e', b"").await.unwrap_err();
        assert!(matches!(error, SandboxError::StartFailed(_)), "{program}: {error:?}");
    }
}

fn run<'a>(program: &'a str, args: &[&str], input: ProgramInput<'a>) -> ProgramRun<'a> {
    ProgramRun {
        program: Path::new(program),
        args: args.iter().map(Into::into).collect(),
        input,
        limits: ProgramLimits {
            memory_bytes: 512 << 20,
            time_limit: Duration::from_secs(30),
            output_limit: 10_000,
        },
    }
}

#[tokio::test]
async fn a_program_may_write_in_its_folder_and_nothing_else() {
    let pool = Pool::new(options());
    let output =
        (pool.run_program(&run(PROBE, &["outside", &own_id()], ProgramInput::Stdin(b"hello"))).await)
            .unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    let expected = [
        ("input", "true 5"),
        ("write", "allowed"),
        ("tcp", NOT_PERMITTED),
        ("udp", NOT_PERMITTED),
        ("exec", NOT_PERMITTED),
        ("link", NOT_PERMITTED),
        ("kill", NOT_PERMITTED),
        ("thread", "allowed"),
    ];
    for (what, answer) in expected {
        assert!(said.lines().any(|line| line == format!("{what} {answer}")), "{what}: {said}");
    }
    assert_eq!(output.code, 3);
    assert_eq!(output.files, [("made.txt".to_owned(), b"hello".to_vec())]);
    if landlock_works() {
        for what in ["passwd", "up", "become"] {
            let line = format!("{what} {NO_ACCESS}");
            assert!(said.lines().any(|found| found == line), "{what}: {said}");
        }
    }
}

/// A kernel without Landlock leaves the file rules of the program profile to seccomp, which has
/// none: the server says so in its log.
fn landlock_works() -> bool {
    use landlock::{ABI, Access as _, AccessFs, CompatLevel, Compatible as _, Ruleset, RulesetAttr as _};
    Ruleset::default()
        .set_compatibility(CompatLevel::HardRequirement)
        .handle_access(AccessFs::from_all(ABI::V1))
        .is_ok()
}

#[tokio::test]
async fn a_program_reads_its_input_file_and_system_libraries() {
    let pool = Pool::new(options());
    let input = ProgramInput::File { name: "in.txt", bytes: b"words" };
    let output = pool.run_program(&run("/bin/cat", &["in.txt"], input)).await.unwrap();
    assert_eq!((output.code, output.stdout.as_slice()), (0, &b"words"[..]));
    assert!(output.files.is_empty(), "the input is no result");
}

#[tokio::test]
async fn a_program_that_says_too_much_or_never_ends_is_ended() {
    let pool = Pool::new(options());
    let mut endless = run("/bin/cat", &["/dev/zero"], ProgramInput::Stdin(b""));
    let error = pool.run_program(&endless).await.unwrap_err();
    assert_eq!(error, SandboxError::OutputTooLarge(10_000));
    endless.program = Path::new("/bin/sleep");
    endless.args = vec!["1000".into()];
    endless.limits.time_limit = Duration::from_millis(100);
    let error = pool.run_program(&endless).await.unwrap_err();
    assert_eq!(error, SandboxError::TimedOut(endless.limits.time_limit));
}

#[tokio::test]
async fn a_missing_program_and_a_path_as_name_are_refused() {
    let pool = Pool::new(options());
    let missing = pool.run_program(&run("/no/such", &[], ProgramInput::Stdin(b""))).await;
    assert!(matches!(missing, Err(SandboxError::StartFailed(_))));
    let input = ProgramInput::File { name: "../x", bytes: b"" };
    let escaping = pool.run_program(&run("/bin/cat", &[], input)).await;
    assert!(matches!(escaping, Err(SandboxError::StartFailed(_))));
}
