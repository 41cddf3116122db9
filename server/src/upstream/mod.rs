//! The upstream KYC API: one client, one dialect a folder.

mod a;
mod capture;
mod client;
mod gate;
mod qr;
#[cfg(debug_assertions)]
mod torn;

pub(crate) use a::Reader;
pub(crate) use capture::CaptureHosts;
pub(crate) use client::Client;
pub(crate) use gate::{Gate, Standing};
pub(crate) use qr::{decode, draw};
