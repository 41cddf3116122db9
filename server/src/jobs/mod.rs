//! What goes on beside requests.

#[cfg(test)]
mod asked;
mod chores;
#[cfg(test)]
mod leases;
mod lookout;
#[cfg(test)]
mod outage;
mod post;
#[cfg(test)]
mod rhythm;
mod waiting;
mod worker;

pub(crate) use chores::sweep;
pub(crate) use lookout::look_out;
pub(crate) use post::{Post, Posting};
pub(crate) use worker::{Worker, Working};
