//! What the page of a case shows.

use super::{context::StaffMember, list_context::ListContext};
use kyc::{
    admin::{
        ReviewerId,
        case::{Case, TimelineEntry, UnsavedInput},
        disclosure::SensitiveData,
        list::Cursor,
    },
    id::Reference,
};

/// A case, with what leads back, on, and to whom.
#[derive(Clone, Debug)]
pub struct CaseView {
    /// The case.
    pub case: Case,
    /// What may be seen of it in full, and overruled.
    pub sensitive_data: SensitiveData,
    /// How many fields whoever looks may be shown a day.
    pub budget: u32,
    /// Everybody who is or was at the desk, by name.
    pub staff: Vec<StaffMember>,
    /// Where it was opened from.
    pub list_context: ListContext,
    /// The case before it in that list.
    pub before: Option<Neighbour>,
    /// The one after it.
    pub after: Option<Neighbour>,
    /// What was typed about it and came to nothing.
    pub unsaved_input: Option<UnsavedInput>,
    /// The last line that somebody had seen who was too late.
    pub since: Option<i64>,
}

/// A case beside this one in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Neighbour {
    /// What people call it.
    pub reference: Reference,
    /// Its place in the list.
    pub at: Cursor,
}

impl CaseView {
    /// The name of somebody at the desk.
    #[must_use]
    pub fn name(&self, id: ReviewerId) -> Option<&str> {
        let mut staff = self.staff.iter();
        let found = staff.find(|colleague| colleague.id == id);
        found.map(|colleague| colleague.name.as_str())
    }

    /// What was typed into a field of a form before, if anything.
    #[must_use]
    pub fn typed(&self, panel: &str, field: usize) -> String {
        let kept = self.unsaved_input.as_ref();
        let typed = kept.and_then(|kept| kept.field(panel, field));
        typed.unwrap_or_default().to_owned()
    }

    /// Whether a line is newer than what somebody saw who was too late.
    #[must_use]
    pub fn is_new(&self, entry: &TimelineEntry) -> bool {
        self.since.is_some_and(|since| entry.seq > since)
    }

    /// The address of a case beside this one.
    #[must_use]
    pub fn leads_to(&self, neighbour: &Neighbour) -> String {
        let list_context = ListContext {
            at: Some(neighbour.at.clone()),
            ..self.list_context.clone()
        };
        list_context.case(&neighbour.reference)
    }
}
