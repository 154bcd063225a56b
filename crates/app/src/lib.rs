//! The roof: configuration, command line, the list of rooms, and the running of it all.

mod age;
pub mod commands;
pub mod config;
mod control;
pub mod demo;
pub mod house;
pub mod read;
pub mod serve;
mod tls;
pub mod work;
