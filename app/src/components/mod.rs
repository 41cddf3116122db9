//! The pieces that pages are made of.

mod errors;
mod field;
mod form;
mod icon;
pub(crate) mod idle;
mod moment;
mod page;
mod return_link;

pub(crate) use errors::{FieldMessage, ProblemSummary};
pub(crate) use field::TextField;
pub(crate) use form::{Csrf, SsnInput, StepForm, Why};
pub(crate) use icon::{Icon, Mark, Shape};
pub(crate) use idle::Idle;
pub(crate) use moment::{day, moment, short_day, time_of_day};
pub(crate) use page::Page;
pub(crate) use return_link::ReturnLink;
