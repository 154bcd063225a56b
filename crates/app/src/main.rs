//! The binary: `rapport serve | demo | migrate | backup | restore | rebuild | doctor | user | ...`

use std::process::ExitCode;

use app::{commands, read};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    if std::env::args().nth(1).is_some_and(|first| first == read::CHILD_ARGUMENT) {
        return sandbox::child_main(read::handle);
    }
    commands::run()
}
