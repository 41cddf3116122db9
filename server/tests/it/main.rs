//! The whole server over real HTTP, before a pretend upstream: each test has
//! a server, a database, a sandbox and a clock of its own.

mod app;
mod browser;
mod db;
mod page;
mod person;
mod stub;

mod fields;
mod flow;
mod outcomes;
mod restart;
mod trouble;
mod wire;
