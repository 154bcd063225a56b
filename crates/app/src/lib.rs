//! The roof: configuration, command line, the list of rooms, and the running of it all.

pub mod commands;
pub mod config;
pub mod demo;
pub mod house;
pub mod read;
pub mod serve;
pub mod work;
