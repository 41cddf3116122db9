//! The wrong fields of an evidence file.

/// A field that is not as it was signed, or does not follow from the others.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {why}")]
pub(crate) struct WrongField {
    /// The path of the field, for example `events[3].actor`.
    pub(crate) field: String,
    pub(crate) why: &'static str,
}

/// The wrong fields, in the order in which they were found.
#[derive(Default)]
pub(super) struct Findings(Vec<WrongField>);

impl Findings {
    pub(super) fn wrong(&mut self, field: impl Into<String>, why: &'static str) {
        let field = field.into();
        self.0.push(WrongField { field, why });
    }

    pub(super) fn expect(&mut self, holds: bool, field: impl Into<String>, why: &'static str) {
        if !holds {
            self.wrong(field, why);
        }
    }

    pub(super) fn into_fields(self) -> Vec<WrongField> {
        self.0
    }
}

impl From<Vec<WrongField>> for Findings {
    fn from(fields: Vec<WrongField>) -> Self {
        Self(fields)
    }
}
