//! Components of the applicants' pages.

mod datetime;
mod errors;
mod field;
mod form;
mod icon;
mod page;
mod return_link;
pub(crate) mod session_timeout;

pub(crate) use datetime::{TimeSentence, datetime, day, day_and_time, short_day, time_of_day};
pub(crate) use errors::{FieldMessage, ProblemSummary};
pub(crate) use field::TextField;
pub(crate) use form::{Csrf, SsnInput, StepForm, Why};
pub(crate) use icon::{Icon, Mark, Shape};
pub(crate) use page::Page;
pub(crate) use return_link::ReturnLink;
pub(crate) use session_timeout::SessionTimeout;
