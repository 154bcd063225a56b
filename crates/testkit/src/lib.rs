//! See ARCHITECTURE.md.

pub mod smtp_sink;
