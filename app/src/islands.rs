//! Islands: the only Rust code that runs in a browser.
//!
//! Islands have no props. They read the `data-*` attributes of the server's HTML,
//! so the WebAssembly contains no serializer. They use no service, port or text
//! catalogue. The server sends texts in the applicant's language.

mod fetch;
mod hydrate;
mod live;
mod local_time;
mod page;
mod share;
mod stream;

pub(crate) use hydrate::Hydrate;
pub(crate) use live::LiveStatus;
