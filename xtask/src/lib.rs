//! Xtask: automation beside the product: the rules of the house, seeding, measuring.
#![expect(clippy::disallowed_methods, reason = "automation beside the product")]

pub mod bare;
pub mod feature;
pub mod floors;
pub mod kill;
pub mod measure;
pub mod read_speed;
pub mod seed;
pub mod server;
pub mod tidy;

/// The root of the repository.
pub fn root() -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .map(std::path::Path::to_owned)
        .unwrap_or_default()
}
