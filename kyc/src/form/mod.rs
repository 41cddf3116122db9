//! One step of the wizard a file: what was typed, what it means, what is
//! wrong with it.
//!
//! What was typed is kept as it was typed, sound or not, so that a reload, a
//! second tab or a restart loses nothing (ux rule 15). What it means is parsed
//! anew each time it matters: the rules may change while a draft lies still.

pub mod address;
pub mod birth;
pub mod consent;
pub mod contact;
pub mod draft;
pub mod field;
mod fill_in;
pub mod name;
pub mod prefill;
pub mod referral_lookup;
pub mod ssn;
pub mod summary;
#[cfg(feature = "native")]
pub mod validate;

pub use draft::{Answer, Draft};
pub use field::Field;

/// Declares what a step's form carries: strings, as typed, that do not print.
macro_rules! typed {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        #[serde(default)]
        pub struct $name {
            $($(#[$field_doc])* pub $field: String,)+
        }

        impl $name {
            /// The longest text kept in a field, in characters: long enough to
            /// show "too long" with what was typed, short enough to store.
            pub const LONGEST: usize = 300;

            /// The same with every field cut to [`Self::MAX_ENTRIES`].
            #[must_use]
            pub fn bounded(self) -> Self {
                Self { $($field: self.$field.chars().take(Self::LONGEST).collect(),)+ }
            }

            /// Whether nothing is typed into any field.
            #[must_use]
            pub fn is_blank(&self) -> bool {
                [$(&self.$field),+].iter().all(|field| $crate::value::text::is_blank(field))
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), " [redacted]"))
            }
        }
    };
}
pub(crate) use typed;
