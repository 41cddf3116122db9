//! A residential address in the United States.

use super::{City, FieldError, PostalCode, StreetLine, UsState};
use serde::{Deserialize, Serialize};

/// A residential address whose ZIP code matches its state (ux-rule 24; ASVS 2.2.3). The country is
/// always `US` (contract §3).
///
/// It serialises as its parts; deserialising parses all of them again.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "StoredAddress", into = "StoredAddress")]
pub struct Address {
    line1: StreetLine,
    line2: Option<StreetLine>,
    city: City,
    state: UsState,
    postal_code: PostalCode,
}

impl Address {
    /// Parses the five inputs.
    ///
    /// # Errors
    /// All errors, in the order of the inputs: those of [`StreetLine::parse_first`],
    /// [`StreetLine::parse_second`], [`City::parse`], [`UsState::parse`] and [`PostalCode::parse`].
    /// If all inputs are valid, that of [`Address::new`].
    pub fn parse(
        line1: &str,
        line2: &str,
        city: &str,
        state: &str,
        postal_code: &str,
    ) -> Result<Self, Vec<FieldError>> {
        let line1 = StreetLine::parse_first(line1);
        let line2 = StreetLine::parse_second(line2);
        let city = City::parse(city);
        let state = UsState::parse(state);
        let postal_code = PostalCode::parse(postal_code);
        let faults = [
            line1.as_ref().err().copied(),
            line2.as_ref().err().copied(),
            city.as_ref().err().copied(),
            state.as_ref().err().copied(),
            postal_code.as_ref().err().copied(),
        ];
        match (line1, line2, city, state, postal_code) {
            (Ok(line1), Ok(line2), Ok(city), Ok(state), Ok(postal_code)) => {
                Self::new(line1, line2, city, state, postal_code).map_err(|fault| vec![fault])
            }
            _ => Err(faults.into_iter().flatten().collect()),
        }
    }

    /// Makes an address from its parsed parts.
    ///
    /// # Errors
    /// [`FieldError::StateMilitary`] if the city is `APO`, `FPO` or `DPO` and the state is not a
    /// military one; [`FieldError::PostalCodeStateMismatch`] if the ZIP code belongs to another
    /// state.
    pub fn new(
        line1: StreetLine,
        line2: Option<StreetLine>,
        city: City,
        state: UsState,
        postal_code: PostalCode,
    ) -> Result<Self, FieldError> {
        if city.is_military() && !state.is_military() {
            return Err(FieldError::StateMilitary);
        }
        if !postal_code.is_in(state) {
            return Err(FieldError::PostalCodeStateMismatch);
        }
        Ok(Self {
            line1,
            line2,
            city,
            state,
            postal_code,
        })
    }

    /// Street and number.
    #[must_use]
    pub const fn line1(&self) -> &StreetLine {
        &self.line1
    }

    /// Apartment or unit.
    #[must_use]
    pub const fn line2(&self) -> Option<&StreetLine> {
        self.line2.as_ref()
    }

    /// City.
    #[must_use]
    pub const fn city(&self) -> &City {
        &self.city
    }

    /// State.
    #[must_use]
    pub const fn state(&self) -> UsState {
        self.state
    }

    /// ZIP code.
    #[must_use]
    pub const fn postal_code(&self) -> &PostalCode {
        &self.postal_code
    }
}

/// The serialised form: the same parts, not yet checked against each other.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredAddress {
    line1: StreetLine,
    line2: Option<StreetLine>,
    city: City,
    state: UsState,
    postal_code: PostalCode,
}

/// Deserialising parses again, including the checks for a post office box and the ZIP code.
impl TryFrom<StoredAddress> for Address {
    type Error = FieldError;

    fn try_from(stored: StoredAddress) -> Result<Self, FieldError> {
        let StoredAddress {
            line1,
            line2,
            city,
            state,
            postal_code,
        } = stored;
        Self::new(
            StreetLine::parse_first(line1.as_str())?,
            line2,
            city,
            state,
            postal_code,
        )
    }
}

impl From<Address> for StoredAddress {
    fn from(address: Address) -> Self {
        let Address {
            line1,
            line2,
            city,
            state,
            postal_code,
        } = address;
        Self {
            line1,
            line2,
            city,
            state,
            postal_code,
        }
    }
}
