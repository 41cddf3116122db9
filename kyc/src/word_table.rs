//! The words of an enum: stored, in a URL or in a form.

/// Gives an enum its words from one table.
///
/// The enum gets the list `ALL` in the table's order, a method that returns the word and, if it is
/// named, one that parses it. A variant that the table lacks does not compile.
#[macro_export]
macro_rules! word_table {
    (
        $(#[$doc:meta])*
        $name:ident: $word:ident $(, $parse:ident)? {
            $($variant:ident $(($of:path))? => $text:literal,)+
        }
    ) => {
        impl $name {
            /// All of them, in the order of their table.
            pub const ALL: &[Self] = &[$(Self::$variant $(($of))?,)+];

            $(#[$doc])*
            #[must_use]
            pub const fn $word(self) -> &'static str {
                match self {
                    $(Self::$variant $(($of))? => $text,)+
                }
            }

            $(
                /// Parses such a word.
                #[must_use]
                pub fn $parse(word: &str) -> Option<Self> {
                    Self::ALL.iter().copied().find(|it| it.$word() == word)
                }
            )?
        }
    };
    // Of an enum whose variants carry data: `ALL` has the words.
    (
        $(#[$doc:meta])*
        &$name:ident: $word:ident {
            $($variant:ident => $text:literal,)+
        }
    ) => {
        impl $name {
            /// All words, in the order of their table.
            pub const ALL: &[&str] = &[$($text,)+];

            $(#[$doc])*
            #[must_use]
            pub const fn $word(&self) -> &'static str {
                match self {
                    $(Self::$variant { .. } => $text,)+
                }
            }
        }
    };
}
