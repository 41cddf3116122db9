//! View model of the case page.

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

/// A case with its list context, neighbours and staff.
#[derive(Clone, Debug)]
pub struct CaseView {
    /// The case.
    pub case: Case,
    /// Revealed fields, reveal budget spent, and override requests.
    pub sensitive_data: SensitiveData,
    /// How many fields a staff member may reveal a day.
    pub budget: u32,
    /// Current and former staff members, by name.
    pub staff: Vec<StaffMember>,
    /// List and position the case was opened from.
    pub list_context: ListContext,
    /// Previous case in that list.
    pub before: Option<Neighbour>,
    /// Next case in that list.
    pub after: Option<Neighbour>,
    /// Form input that was not saved.
    pub unsaved_input: Option<UnsavedInput>,
    /// Last audit event (`seq`) the sender of a conflicting form had seen.
    pub since: Option<i64>,
}

/// A neighbouring case in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Neighbour {
    /// Reference number shown to applicants and staff.
    pub reference: Reference,
    /// Its position in the list.
    pub at: Cursor,
}

impl CaseView {
    /// The name of a staff member.
    #[must_use]
    pub fn name(&self, id: ReviewerId) -> Option<&str> {
        let mut staff = self.staff.iter();
        let found = staff.find(|colleague| colleague.id == id);
        found.map(|colleague| colleague.name.as_str())
    }

    /// Unsaved input of one form field, or an empty string.
    #[must_use]
    pub fn typed(&self, panel: &str, field: usize) -> String {
        let input = self.unsaved_input.as_ref();
        let typed = input.and_then(|input| input.field(panel, field));
        typed.unwrap_or_default().to_owned()
    }

    /// Whether an audit event is newer than the last one a conflicting form had
    /// seen.
    #[must_use]
    pub fn is_new(&self, entry: &TimelineEntry) -> bool {
        self.since.is_some_and(|since| entry.seq > since)
    }

    /// The address of a neighbouring case, with its list context.
    #[must_use]
    pub fn leads_to(&self, neighbour: &Neighbour) -> String {
        let list_context = ListContext {
            at: Some(neighbour.at.clone()),
            ..self.list_context.clone()
        };
        list_context.case(&neighbour.reference)
    }
}
