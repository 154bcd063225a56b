//! How a child gives up its rights. Nothing here can be undone by the process that did it.
//!
//! Three layers, because each has holes of its own: resource limits, Landlock (files, TCP, signals;
//! depends on the kernel), seccomp (system calls; always required).

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use landlock::{
    ABI, Access as _, AccessFs, AccessNet, BitFlags, Ruleset, RulesetAttr as _, RulesetCreatedAttr as _,
    RulesetStatus, Scope, path_beneath_rules,
};
use rustix::process::{DumpableBehavior, Resource, Rlimit, getrlimit, set_dumpable_behavior, setrlimit};
use rustix::time::{ClockId, clock_gettime};
use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter, SeccompRule,
};

use crate::protocol::{Limits, Protection};

/// The newest Landlock we ask for; older kernels grant what they know.
const LANDLOCK: ABI = ABI::V6;

/// Folders an outside program may read: libraries, data of the program, fonts.
const SYSTEM_PATHS: [&str; 11] = [
    "/usr",
    "/lib",
    "/lib64",
    "/etc/ld.so.cache",
    "/etc/ld.so.conf",
    "/etc/ld.so.conf.d",
    "/etc/fonts",
    "/etc/localtime",
    "/dev/null",
    "/dev/urandom",
    "/dev/zero",
];

/// The kernel executes these on behalf of a dynamically linked program.
const LOADERS: [&str; 4] = [
    "/lib64/ld-linux-x86-64.so.2",
    "/lib/ld-linux-aarch64.so.1",
    "/lib/ld-musl-x86_64.so.1",
    "/lib/ld-musl-aarch64.so.1",
];

/// Locks a reader down. The caller is the only thread of the process.
pub(crate) fn lock_reader(limits: Limits) -> io::Result<Protection> {
    close_inherited_files();
    let mapped = Mapped::now();
    limit(Resource::As, mapped.all_bytes + limits.memory_bytes)?;
    limit(Resource::Data, mapped.data_bytes + limits.memory_bytes)?;
    limit(Resource::Cpu, limits.cpu_seconds * (limits.requests + 1))?;
    limit(Resource::Fsize, 0)?;
    limit(Resource::Nproc, 0)?;
    limit(Resource::Core, 0)?;
    set_dumpable_behavior(DumpableBehavior::NotDumpable)?;
    let protection = restrict_files(None).map_err(io::Error::other)?;
    limit(Resource::Nofile, 3)?;
    apply(&reader_filter()?)?;
    Ok(protection)
}

/// Locks the launcher of an outside program down, just before it becomes that program.
pub(crate) fn lock_launcher(limits: Limits, folder: &Path, program: &Path) -> io::Result<()> {
    close_inherited_files();
    limit(Resource::As, limits.memory_bytes)?;
    limit(Resource::Cpu, limits.cpu_seconds)?;
    limit(Resource::Fsize, limits.output_bytes)?;
    limit(Resource::Core, 0)?;
    limit(Resource::Nofile, 64)?;
    restrict_files(Some((folder, program))).map_err(io::Error::other)?;
    apply(&launcher_refusals()?)?;
    // Only the answer "there is no such call" makes the C library fall back to `clone`, whose flags
    // the other filter can see.
    let missing = SeccompAction::Errno(libc::ENOSYS as u32);
    let rules = BTreeMap::from([(libc::SYS_clone3, Vec::new())]);
    apply(&compile(rules, SeccompAction::Allow, missing)?)
}

/// Gives a reader processor time for one more request. The hard limit set at the start bounds the
/// sum, whatever the child does.
pub(crate) fn allow_processor_time(seconds: u64) -> io::Result<()> {
    let used = clock_gettime(ClockId::ProcessCPUTime).tv_sec as u64;
    let maximum = getrlimit(Resource::Cpu).maximum;
    let current = used + seconds + 1;
    let current = maximum.map_or(current, |maximum| current.min(maximum));
    Ok(setrlimit(Resource::Cpu, Rlimit { current: Some(current), maximum })?)
}

fn limit(resource: Resource, value: u64) -> io::Result<()> {
    // A tighter limit may have been set by the operator; it stays.
    let value = getrlimit(resource).maximum.map_or(value, |maximum| maximum.min(value));
    Ok(setrlimit(resource, Rlimit { current: Some(value), maximum: Some(value) })?)
}

/// What the process has mapped before any request: the binary, and what the allocator reserved.
struct Mapped {
    all_bytes: u64,
    data_bytes: u64,
}

impl Mapped {
    fn now() -> Self {
        let page_bytes = rustix::param::page_size() as u64;
        let statm = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
        let pages: Vec<u64> = statm.split_whitespace().filter_map(|pages| pages.parse().ok()).collect();
        // Without /proc, a guess that is enough for our binary.
        let bytes = |index: usize| pages.get(index).map_or(256 << 20, |n| n * page_bytes);
        Self { all_bytes: bytes(0), data_bytes: bytes(5) }
    }
}

/// Rust opens everything close-on-exec; C libraries of the server might not.
#[expect(unsafe_code, reason = "no safe function closes descriptors by number")]
fn close_inherited_files() {
    // SAFETY: called before this process opens anything of its own, and 0 to 2 are left alone.
    unsafe {
        if libc::syscall(libc::SYS_close_range, 3_u32, u32::MAX, 0_u32) != 0 {
            for descriptor in 3..4096 {
                libc::close(descriptor);
            }
        }
    }
}

fn restrict_files(program: Option<(&Path, &Path)>) -> Result<Protection, landlock::RulesetError> {
    let mut rules = Ruleset::default()
        .handle_access(AccessFs::from_all(LANDLOCK))?
        .handle_access(AccessNet::from_all(LANDLOCK))?
        .scope(Scope::from_all(LANDLOCK))?
        .create()?;
    if let Some((folder, program)) = program {
        let read = AccessFs::ReadFile | AccessFs::ReadDir;
        let work: BitFlags<AccessFs> = read
            | AccessFs::WriteFile
            | AccessFs::Truncate
            | AccessFs::MakeReg
            | AccessFs::MakeDir
            | AccessFs::RemoveFile
            | AccessFs::RemoveDir
            | AccessFs::Refer;
        rules = rules
            .add_rules(path_beneath_rules(SYSTEM_PATHS, read))?
            .add_rules(path_beneath_rules(LOADERS, read | AccessFs::Execute))?
            .add_rules(path_beneath_rules([program], read | AccessFs::Execute))?
            .add_rules(path_beneath_rules(["/dev/null"], read | AccessFs::WriteFile))?
            .add_rules(path_beneath_rules([folder], work))?;
    }
    Ok(match rules.restrict_self()?.ruleset {
        RulesetStatus::FullyEnforced => Protection::Full,
        RulesetStatus::PartiallyEnforced => Protection::LandlockPartial,
        RulesetStatus::NotEnforced => Protection::SeccompOnly,
    })
}

/// What a reader may ask of the kernel: memory, its two pipes, the clock, and its own end. All else
/// fails with "not permitted" rather than by death, so a library that probes for a file goes on.
fn reader_filter() -> io::Result<BpfProgram> {
    let always = [
        libc::SYS_read,
        libc::SYS_readv,
        libc::SYS_write,
        libc::SYS_writev,
        libc::SYS_close,
        libc::SYS_munmap,
        libc::SYS_mremap,
        libc::SYS_brk,
        libc::SYS_madvise,
        libc::SYS_futex,
        libc::SYS_rt_sigreturn,
        libc::SYS_rt_sigaction,
        libc::SYS_rt_sigprocmask,
        libc::SYS_sigaltstack,
        libc::SYS_restart_syscall,
        libc::SYS_clock_gettime,
        libc::SYS_getrandom,
        libc::SYS_sched_yield,
        libc::SYS_getpid,
        libc::SYS_gettid,
        libc::SYS_exit,
        libc::SYS_exit_group,
    ];
    let mut rules: BTreeMap<i64, Vec<SeccompRule>> =
        always.into_iter().map(|call| (call, Vec::new())).collect();
    let not_executable = when(2, SeccompCmpOp::MaskedEq(libc::PROT_EXEC as u64), 0)?;
    rules.insert(libc::SYS_mmap, vec![not_executable.clone()]);
    rules.insert(libc::SYS_mprotect, vec![not_executable]);
    // Its own limits only, and signals to itself only: `abort` needs them, the server must be safe.
    rules.insert(libc::SYS_prlimit64, vec![when(0, SeccompCmpOp::Eq, 0)?]);
    rules.insert(libc::SYS_tgkill, vec![when(0, SeccompCmpOp::Eq, own_id())?]);
    compile(rules, refusal(), SeccompAction::Allow)
}

/// What an outside program may not ask. A list of refusals, since we do not know all its needs.
fn launcher_refusals() -> io::Result<BpfProgram> {
    let never = [
        // network, and the ways around the call `socket`
        libc::SYS_socket,
        libc::SYS_connect,
        libc::SYS_bind,
        libc::SYS_listen,
        libc::SYS_io_uring_setup,
        libc::SYS_io_uring_enter,
        libc::SYS_io_uring_register,
        // other processes
        libc::SYS_kill,
        libc::SYS_tkill,
        libc::SYS_rt_sigqueueinfo,
        libc::SYS_rt_tgsigqueueinfo,
        libc::SYS_pidfd_open,
        libc::SYS_pidfd_getfd,
        libc::SYS_pidfd_send_signal,
        libc::SYS_ptrace,
        libc::SYS_process_vm_readv,
        libc::SYS_process_vm_writev,
        libc::SYS_setsid,
        libc::SYS_setpgid,
        // the kernel and its tables
        libc::SYS_mount,
        libc::SYS_umount2,
        libc::SYS_pivot_root,
        libc::SYS_chroot,
        libc::SYS_move_mount,
        libc::SYS_open_tree,
        libc::SYS_fsopen,
        libc::SYS_fsmount,
        libc::SYS_unshare,
        libc::SYS_setns,
        libc::SYS_bpf,
        libc::SYS_perf_event_open,
        libc::SYS_userfaultfd,
        libc::SYS_keyctl,
        libc::SYS_add_key,
        libc::SYS_request_key,
        libc::SYS_init_module,
        libc::SYS_finit_module,
        libc::SYS_delete_module,
        libc::SYS_kexec_load,
        libc::SYS_reboot,
        libc::SYS_swapon,
        libc::SYS_settimeofday,
        libc::SYS_clock_settime,
        libc::SYS_open_by_handle_at,
        // links and devices in the private folder, which the parent reads afterwards
        libc::SYS_symlinkat,
        libc::SYS_linkat,
        libc::SYS_mknodat,
    ];
    let mut rules: BTreeMap<i64, Vec<SeccompRule>> =
        never.into_iter().map(|call| (call, Vec::new())).collect();
    #[cfg(target_arch = "x86_64")]
    for call in [libc::SYS_fork, libc::SYS_vfork, libc::SYS_symlink, libc::SYS_link, libc::SYS_mknod] {
        rules.insert(call, Vec::new());
    }
    // Threads yes, processes no: killing the one process then ends everything it started.
    let no_thread = when(0, SeccompCmpOp::MaskedEq(libc::CLONE_THREAD as u64), 0)?;
    rules.insert(libc::SYS_clone, vec![no_thread]);
    rules.insert(libc::SYS_tgkill, vec![when(0, SeccompCmpOp::Ne, own_id())?]);
    compile(rules, SeccompAction::Allow, refusal())
}

fn refusal() -> SeccompAction {
    SeccompAction::Errno(libc::EPERM as u32)
}

fn own_id() -> u64 {
    u64::from(std::process::id())
}

fn when(argument: u8, operator: SeccompCmpOp, value: u64) -> io::Result<SeccompRule> {
    SeccompCondition::new(argument, SeccompCmpArgLen::Dword, operator, value)
        .and_then(|condition| SeccompRule::new(vec![condition]))
        .map_err(io::Error::other)
}

fn compile(
    rules: BTreeMap<i64, Vec<SeccompRule>>,
    otherwise: SeccompAction,
    matched: SeccompAction,
) -> io::Result<BpfProgram> {
    let arch = std::env::consts::ARCH.try_into().map_err(io::Error::other)?;
    SeccompFilter::new(rules, otherwise, matched, arch)
        .and_then(BpfProgram::try_from)
        .map_err(io::Error::other)
}

fn apply(filter: &BpfProgram) -> io::Result<()> {
    seccompiler::apply_filter(filter).map_err(io::Error::other)
}
