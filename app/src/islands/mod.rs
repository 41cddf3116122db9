//! What moves by itself. The only code that runs in a browser.
//!
//! Islands have no props: they read what the server's HTML carries in `data-*`
//! attributes, so that no serialisation is shipped. They know no service, no
//! port and no catalogue; words arrive from the server in the right language.

mod fetch;
mod hydrate;
mod live;
mod page;
mod share;
mod stream;

pub(crate) use hydrate::Hydrate;
pub(crate) use live::LiveStatus;
