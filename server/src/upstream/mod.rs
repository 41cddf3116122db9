//! The upstream KYC API: one client, one dialect a folder.

mod a;
mod answer;
mod auth;
mod b;
mod c;
mod camel;
mod capture;
mod client;
mod dialect;
mod gate;
mod helped;
mod hour;
mod notice;
mod prefill;
mod qr;
mod reader;
mod referral;
mod register;
#[cfg(debug_assertions)]
mod torn;
mod wire;

pub(crate) use capture::CaptureHosts;
pub(crate) use client::Client;
pub(crate) use gate::{Gate, Standing};
pub(crate) use helped::Helped;
pub(crate) use notice::Says;
pub(crate) use prefill::prefilled;
pub(crate) use qr::{decode, draw};
pub(crate) use reader::Reader;
pub(crate) use referral::referral_code;
