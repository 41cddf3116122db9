//! The whole server over real HTTP, before a pretend upstream: each test has
//! a server, a database, a sandbox and a clock of its own.

mod app;
mod browser;
mod client_key;
mod db;
mod house;
mod needle;
mod page;
mod person;
mod program;
mod stub;

mod architecture;
mod attempts;
mod audit;
mod background;
mod backup;
mod canary;
mod crash;
mod csp_report;
mod desk;
mod dialects;
mod documents;
mod eligibility;
mod ended;
mod erase;
mod fields;
mod flow;
mod forgery;
mod headers;
mod keys;
mod language;
mod leave;
mod oauth;
mod outcomes;
mod restart;
mod search;
mod session;
mod sources;
mod status;
mod styles;
mod trail;
mod trouble;
mod ux_rules;
mod wire;
