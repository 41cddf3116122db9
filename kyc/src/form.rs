//! The steps of the wizard, one per file: typed input, parsed values and field errors.
//!
//! The draft stores all input as typed, valid or not. A reload, a second tab or a restart then
//! loses nothing (ux rule 15). Each use parses the input again, because the rules may change in
//! between.

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

/// Declares the form input of a step: strings, as typed, that do not print.
macro_rules! typed {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        #[serde(default)]
        pub struct $name {
            $($(#[$field_doc])* pub $field: String,)+
        }

        impl $name {
            /// The maximum stored length of a field, in characters. It suffices to show a text that
            /// is too long.
            pub const LONGEST: usize = 300;

            /// Returns the input with every field cut to [`Self::LONGEST`].
            #[must_use]
            pub fn bounded(self) -> Self {
                Self { $($field: self.$field.chars().take(Self::LONGEST).collect(),)+ }
            }

            /// Whether all fields are blank.
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
