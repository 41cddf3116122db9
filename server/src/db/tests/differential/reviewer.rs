//! What reviewers do with cases: texts, assignment, reveals, overrides and searches.

use super::{
    fixture::{EngineFixture, Pick, picks},
    outcome::Outcome,
};
use kyc::{
    admin::{
        case::{CaseCommand, PersonalField, UnsavedInput},
        disclosure::bundle::EvidenceFormat,
        list::{Columns, ListFilter, SavedSearch, SearchTerm},
        overrides::{OverrideOutcome, OverrideReply, OverrideRequest},
        ports::StaffCommand,
        service::Principal,
    },
    audit::{StaffText, TextKind},
    id::Reference,
};
use proptest::prelude::*;

const REASON: &str = "The applicant called about José Doe";

#[derive(Clone, Debug)]
pub(super) enum CaseOperation {
    Write { is_message: bool },
    Assign(Option<Pick>),
    PollNow,
    RequestDocuments,
    Release { names_id: bool },
    Reveal(u8),
    RequestOverride { approves: bool },
    ReplyToOverride { number: u32, confirms: bool },
    KeepTyped,
    ForgetTyped,
    Open,
    TakeEvidence,
    DismissAlert(Pick),
    Search(u8),
    SearchAgain(Pick),
    Export { is_personal: bool },
    Denied,
}

/// An operation of a reviewer on a case, which may be outdated.
#[derive(Clone, Debug)]
pub(super) struct ReviewerOperation {
    by: Pick,
    case: Pick,
    is_outdated: bool,
    operation: CaseOperation,
}

pub(super) fn operations() -> impl Strategy<Value = ReviewerOperation> {
    use CaseOperation as Operation;
    let operation = prop_oneof![
        4 => any::<bool>().prop_map(|is_message| Operation::Write { is_message }),
        4 => prop::option::weighted(0.8, picks()).prop_map(Operation::Assign),
        1 => Just(Operation::PollNow),
        2 => Just(Operation::RequestDocuments),
        2 => any::<bool>().prop_map(|names_id| Operation::Release { names_id }),
        6 => (0..PersonalField::ALL.len() as u8).prop_map(Operation::Reveal),
        4 => any::<bool>().prop_map(|approves| Operation::RequestOverride { approves }),
        4 => (1..3_u32, any::<bool>())
            .prop_map(|(number, confirms)| Operation::ReplyToOverride { number, confirms }),
        1 => Just(Operation::KeepTyped),
        1 => Just(Operation::ForgetTyped),
        1 => Just(Operation::Open),
        1 => Just(Operation::TakeEvidence),
        1 => picks().prop_map(Operation::DismissAlert),
        2 => (0..5_u8).prop_map(Operation::Search),
        1 => picks().prop_map(Operation::SearchAgain),
        1 => any::<bool>().prop_map(|is_personal| Operation::Export { is_personal }),
        1 => Just(Operation::Denied),
    ];
    (picks(), picks(), prop::bool::weighted(0.1), operation).prop_map(
        |(by, case, is_outdated, operation)| ReviewerOperation {
            by,
            case,
            is_outdated,
            operation,
        },
    )
}

fn reason() -> StaffText {
    StaffText::parse(TextKind::Reason, REASON).expect("a reason")
}

impl EngineFixture {
    pub(super) async fn reviewer(&mut self, operation: &ReviewerOperation) -> Outcome {
        let (_, principal) = match self.principal(operation.by).await {
            Ok(principal) => principal,
            Err(outcome) => return outcome,
        };
        let Some(case) = operation.case.of(&self.known.applications) else {
            return Outcome::skipped();
        };
        let reference = case.reference.clone();
        let version = match self.cases.cases.version(&reference).await {
            Ok(version) => version.unwrap_or(0),
            Err(error) => return Err::<(), _>(error).into(),
        };
        let command = CaseCommand {
            by: principal.reviewer.id,
            reference,
            expected_version: version - i64::from(operation.is_outdated),
        };
        self.case(&principal, command, &operation.operation).await
    }

    async fn case(
        &mut self,
        principal: &Principal,
        command: CaseCommand,
        operation: &CaseOperation,
    ) -> Outcome {
        use CaseOperation as Operation;
        let (admin, cases, reference) = (&self.admin, &self.cases, command.reference.clone());
        match *operation {
            Operation::Write { is_message: true } => {
                let text = "Please send\nyour passport";
                cases.write(&command, TextKind::Message, text).await.into()
            }
            Operation::Write { is_message: false } => {
                cases.write(&command, TextKind::Note, REASON).await.into()
            }
            Operation::Assign(to) => {
                let to = to.and_then(|to| to.of(&self.known.members));
                cases.assign(&command, to.map(|them| them.id)).await.into()
            }
            Operation::PollNow => cases.poll_now(&command).await.into(),
            Operation::RequestDocuments => cases.request_documents(&command, REASON).await.into(),
            Operation::Release { names_id } => {
                let supplied = if names_id { "ext_supplied" } else { "" };
                cases.release(&command, supplied, REASON).await.into()
            }
            Operation::Reveal(field) => {
                let field = PersonalField::ALL[usize::from(field)];
                admin
                    .reveal(principal, reference, field, reason())
                    .await
                    .into()
            }
            Operation::RequestOverride { approves } => {
                let outcome = if approves {
                    OverrideOutcome::Approve
                } else {
                    OverrideOutcome::Deny
                };
                let request = OverrideRequest {
                    command,
                    outcome,
                    reason: reason(),
                };
                admin
                    .sensitive_data
                    .request_override(request, self.now())
                    .await
                    .into()
            }
            Operation::ReplyToOverride { number, confirms } => {
                let reply = OverrideReply {
                    command,
                    number,
                    confirms,
                    reason: reason(),
                };
                admin
                    .sensitive_data
                    .reply_to_override(reply, self.now())
                    .await
                    .into()
            }
            Operation::Open => admin.record_case_opened(principal, &reference).await.into(),
            Operation::TakeEvidence => {
                let bundle = admin
                    .evidence(principal, &reference, EvidenceFormat::File)
                    .await;
                bundle.map(|bundle| bundle.map(|it| it.signature)).into()
            }
            Operation::Export { is_personal } => {
                let columns = if is_personal {
                    Columns::Personal
                } else {
                    Columns::Plain
                };
                admin
                    .audit_export(principal, &ListFilter::default(), columns)
                    .await
                    .into()
            }
            Operation::Denied => admin.record_denial(principal, "/admin/staff").await.into(),
            _ => self.own_data(principal, &reference, operation).await,
        }
    }

    /// Operations that concern the reviewer more than the case.
    async fn own_data(
        &mut self,
        principal: &Principal,
        reference: &Reference,
        operation: &CaseOperation,
    ) -> Outcome {
        use CaseOperation as Operation;
        let (admin, store, now) = (&self.admin, &self.cases.cases, self.now());
        let (me, session) = (principal.reviewer.id, principal.session.hash);
        match *operation {
            Operation::KeepTyped => {
                let input = UnsavedInput {
                    of: reference.clone(),
                    panel: "note".to_owned(),
                    typed: vec![REASON.to_owned()],
                };
                store.keep_typed(me, session, &input, now).await.into()
            }
            Operation::ForgetTyped => store.forget_typed(me).await.into(),
            Operation::DismissAlert(about) => match about.of(&self.known.members) {
                Some(them) => admin.dismiss_alert(principal, them.id).await.into(),
                None => Outcome::skipped(),
            },
            Operation::Search(kind) => {
                let typed = [
                    "john.doe@example.com",
                    "Doe, John",
                    "+15551234561",
                    "ext_shared",
                    reference.as_str(),
                ];
                let term = SearchTerm::read(typed[usize::from(kind)]).expect("a term");
                let saved = admin.search(principal, term).await;
                if let Ok(id) = &saved {
                    self.known.searches.push((*id, me));
                }
                saved.into()
            }
            Operation::SearchAgain(search) => {
                let Some((id, owner)) = search.of(&self.known.searches) else {
                    return Outcome::skipped();
                };
                let again = SavedSearch {
                    id: *id,
                    owner: *owner,
                    term: SearchTerm::read("José").expect("a term"),
                    expires_at: now + SavedSearch::LIFE,
                };
                admin
                    .store
                    .apply(vec![StaffCommand::Search(again)], now)
                    .await
                    .into()
            }
            _ => Outcome::skipped(),
        }
    }
}
