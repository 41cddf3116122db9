//! The states of the United States, and the parser for an address's state.

use serde::{Deserialize, Serialize};

/// Declares the enum, its list, its codes and its names from one table.
macro_rules! states {
    ($($state:ident $code:literal $name:literal,)+) => {
        /// A state, DC, a territory or a military "state", by the list of USPS.
        ///
        /// It serialises as its two-letter code (contract §3; ux-rule 24).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "UPPERCASE")]
        pub enum UsState {
            $(#[doc = $name] $state,)+
        }

        impl UsState {
            /// All 59: the 50 states and DC by code, then the territories, then the armed forces.
            pub const ALL: &[Self] = &[$(Self::$state,)+];

            /// The two-letter code, `MD`.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$state => $code,)+ }
            }

            /// The English name, `Maryland`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$state => $name,)+ }
            }
        }
    };
}

states! {
    Ak "AK" "Alaska", Al "AL" "Alabama", Ar "AR" "Arkansas", Az "AZ" "Arizona",
    Ca "CA" "California", Co "CO" "Colorado", Ct "CT" "Connecticut",
    Dc "DC" "District of Columbia", De "DE" "Delaware", Fl "FL" "Florida",
    Ga "GA" "Georgia", Hi "HI" "Hawaii", Ia "IA" "Iowa", Id "ID" "Idaho",
    Il "IL" "Illinois", In "IN" "Indiana", Ks "KS" "Kansas", Ky "KY" "Kentucky",
    La "LA" "Louisiana", Ma "MA" "Massachusetts", Md "MD" "Maryland", Me "ME" "Maine",
    Mi "MI" "Michigan", Mn "MN" "Minnesota", Mo "MO" "Missouri", Ms "MS" "Mississippi",
    Mt "MT" "Montana", Nc "NC" "North Carolina", Nd "ND" "North Dakota",
    Ne "NE" "Nebraska", Nh "NH" "New Hampshire", Nj "NJ" "New Jersey",
    Nm "NM" "New Mexico", Nv "NV" "Nevada", Ny "NY" "New York", Oh "OH" "Ohio",
    Ok "OK" "Oklahoma", Or "OR" "Oregon", Pa "PA" "Pennsylvania", Ri "RI" "Rhode Island",
    Sc "SC" "South Carolina", Sd "SD" "South Dakota", Tn "TN" "Tennessee", Tx "TX" "Texas",
    Ut "UT" "Utah", Va "VA" "Virginia", Vt "VT" "Vermont", Wa "WA" "Washington",
    Wi "WI" "Wisconsin", Wv "WV" "West Virginia", Wy "WY" "Wyoming",
    As "AS" "American Samoa", Gu "GU" "Guam", Mp "MP" "Northern Mariana Islands",
    Pr "PR" "Puerto Rico", Vi "VI" "U.S. Virgin Islands",
    Aa "AA" "Armed Forces Americas", Ae "AE" "Armed Forces Europe",
    Ap "AP" "Armed Forces Pacific",
}

impl UsState {
    /// `MD - Maryland`, for the list of choices (ux-rule 24).
    #[must_use]
    pub fn label(self) -> String {
        format!("{} - {}", self.code(), self.name())
    }

    /// Whether it is a "state" of military mail: its city is `APO`, `FPO` or `DPO`.
    #[must_use]
    pub const fn is_military(self) -> bool {
        matches!(self, Self::Aa | Self::Ae | Self::Ap)
    }
}

/// Prints the code. A state alone is not confidential.
impl std::fmt::Display for UsState {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}
