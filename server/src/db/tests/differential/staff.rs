//! What happens to the staff's accounts: enrolment, sign-ins, factors and changes by administrators.

use super::{
    fixture::{EngineFixture, Pick, picks},
    outcome::Outcome,
};
use kyc::admin::{
    AccountName, ReviewerId, Role,
    audit::StaffActor,
    four_eyes::StaffChange,
    service::{ChangeOutcome, Principal},
    session::SessionSecret,
};
use proptest::prelude::*;

/// Names whose order by bytes is not that of a language.
pub(super) const NAMES: [&str; 7] = ["ann", "ann-b", "anna", "ann.c", "ann_d", "bob10", "bob2"];

/// How a staff member signs in.
#[derive(Clone, Copy, Debug)]
pub(super) enum SignIn {
    Right,
    WrongPassword,
    WrongCode,
    Recovery,
    Passkey,
    PasskeyAlone,
}

/// What an administrator changes.
#[derive(Clone, Copy, Debug)]
pub(super) enum Change {
    Add { name: u8, role: u8 },
    Reset(Pick),
    Enable(Pick),
    SetRole(Pick, u8),
}

#[derive(Clone, Debug)]
pub(super) enum StaffOperation {
    FirstLink,
    Add {
        name: u8,
        role: u8,
    },
    Enrol {
        link: Pick,
        with_passkey: bool,
    },
    SignIn {
        who: Pick,
        how: SignIn,
        address: u8,
    },
    SignOut(Pick),
    ResolveSession(Pick),
    Confirm(Pick),
    ChangePassword {
        who: Pick,
        is_right: bool,
        ends_others: bool,
    },
    SetTotp(Pick),
    RemoveTotp(Pick),
    AddPasskey(Pick),
    NamePasskey(Pick),
    RemovePasskey(Pick),
    MakeRecovery(Pick),
    EndOtherSessions(Pick),
    Change {
        by: Pick,
        change: Change,
    },
    ConfirmChange {
        by: Pick,
        request: Pick,
    },
    RejectChange {
        by: Pick,
        request: Pick,
    },
    Disable {
        by: Option<Pick>,
        who: Pick,
    },
    EndAllSessions(Pick),
    DismissChanges {
        who: Pick,
        back: i64,
    },
}

pub(super) fn operations() -> impl Strategy<Value = StaffOperation> {
    use StaffOperation as Operation;
    let name = || 0..NAMES.len() as u8;
    let role = || 0..Role::ALL.len() as u8;
    let change = prop_oneof![
        2 => (name(), role()).prop_map(|(name, role)| Change::Add { name, role }),
        2 => picks().prop_map(Change::Reset),
        1 => picks().prop_map(Change::Enable),
        2 => (picks(), role()).prop_map(|(who, role)| Change::SetRole(who, role)),
    ];
    let how = prop_oneof![
        4 => Just(SignIn::Right),
        2 => Just(SignIn::WrongPassword),
        1 => Just(SignIn::WrongCode),
        1 => Just(SignIn::Recovery),
        1 => Just(SignIn::Passkey),
        1 => Just(SignIn::PasskeyAlone),
    ];
    prop_oneof![
        1 => Just(Operation::FirstLink),
        2 => (name(), role()).prop_map(|(name, role)| Operation::Add { name, role }),
        3 => (picks(), any::<bool>())
            .prop_map(|(link, with_passkey)| Operation::Enrol { link, with_passkey }),
        6 => (picks(), how, 0..3_u8)
            .prop_map(|(who, how, address)| Operation::SignIn { who, how, address }),
        1 => picks().prop_map(Operation::SignOut),
        1 => picks().prop_map(Operation::ResolveSession),
        1 => picks().prop_map(Operation::Confirm),
        1 => (picks(), any::<bool>(), any::<bool>()).prop_map(|(who, is_right, ends_others)| {
            Operation::ChangePassword { who, is_right, ends_others }
        }),
        1 => picks().prop_map(Operation::SetTotp),
        1 => picks().prop_map(Operation::RemoveTotp),
        3 => picks().prop_map(Operation::AddPasskey),
        1 => picks().prop_map(Operation::NamePasskey),
        1 => picks().prop_map(Operation::RemovePasskey),
        1 => picks().prop_map(Operation::MakeRecovery),
        1 => picks().prop_map(Operation::EndOtherSessions),
        4 => (picks(), change).prop_map(|(by, change)| Operation::Change { by, change }),
        2 => (picks(), picks()).prop_map(|(by, request)| Operation::ConfirmChange { by, request }),
        1 => (picks(), picks()).prop_map(|(by, request)| Operation::RejectChange { by, request }),
        1 => (prop::option::of(picks()), picks())
            .prop_map(|(by, who)| Operation::Disable { by, who }),
        1 => picks().prop_map(Operation::EndAllSessions),
        1 => (picks(), 0..3_i64).prop_map(|(who, back)| Operation::DismissChanges { who, back }),
    ]
}

fn role(number: u8) -> Role {
    Role::ALL[usize::from(number)]
}

fn name(number: u8) -> AccountName {
    AccountName::parse(NAMES[usize::from(number)]).expect("a name")
}

impl EngineFixture {
    pub(super) async fn staff(&mut self, operation: &StaffOperation) -> Outcome {
        use StaffOperation as Operation;
        match *operation {
            Operation::FirstLink => {
                let link = self.admin.first_link().await;
                if let Ok(Some(secret)) = &link {
                    self.note_member(&AccountName::placeholder(), secret.clone())
                        .await;
                }
                link.into()
            }
            Operation::Add {
                name: number,
                role: of,
            } => {
                let (by, name) = (StaffActor::Operator, name(number));
                let added = self.admin.add(by, name.clone(), role(of)).await;
                if let Ok(secret) = &added {
                    self.note_member(&name, secret.clone()).await;
                }
                added.into()
            }
            Operation::Enrol { link, with_passkey } => self.enrol(link, with_passkey).await,
            Operation::SignIn { who, how, address } => self.sign_in(who, how, address).await,
            Operation::EndAllSessions(who) => match who.of(&self.known.members) {
                Some(them) => self
                    .admin
                    .end_all(StaffActor::Operator, them.id)
                    .await
                    .into(),
                None => Outcome::skipped(),
            },
            Operation::Disable { by, who } => {
                let Some(them) = who.of(&self.known.members) else {
                    return Outcome::skipped();
                };
                let by = by.and_then(|by| by.of(&self.known.members));
                let actor = by.map_or(StaffActor::Operator, |by| StaffActor::Reviewer(by.id));
                self.admin.disable(actor, them.id).await.into()
            }
            Operation::SignOut(who) | Operation::ResolveSession(who) => {
                let Some(secret) = who
                    .of(&self.known.members)
                    .and_then(|it| it.session.clone())
                else {
                    return Outcome::skipped();
                };
                let context = match self.context(Some(&secret)).await {
                    Ok(context) => context,
                    Err(outcome) => return outcome,
                };
                match operation {
                    Operation::SignOut(_) => self.admin.sign_out(&context.session).await.into(),
                    _ => Outcome::of(context),
                }
            }
            _ => self.staff_signed_in(operation).await,
        }
    }

    async fn staff_signed_in(&mut self, operation: &StaffOperation) -> Outcome {
        use StaffOperation as Operation;
        let (Operation::Confirm(who)
        | Operation::ChangePassword { who, .. }
        | Operation::SetTotp(who)
        | Operation::RemoveTotp(who)
        | Operation::AddPasskey(who)
        | Operation::NamePasskey(who)
        | Operation::RemovePasskey(who)
        | Operation::MakeRecovery(who)
        | Operation::EndOtherSessions(who)
        | Operation::Change { by: who, .. }
        | Operation::ConfirmChange { by: who, .. }
        | Operation::RejectChange { by: who, .. }
        | Operation::DismissChanges { who, .. }) = *operation
        else {
            return Outcome::skipped();
        };
        match self.principal(who).await {
            Ok((index, principal)) => match operation {
                Operation::Change { change, .. } => self.change_staff(&principal, *change).await,
                Operation::ConfirmChange { request, .. }
                | Operation::RejectChange { request, .. } => {
                    let confirms = matches!(operation, Operation::ConfirmChange { .. });
                    self.answer_change(&principal, *request, confirms).await
                }
                Operation::DismissChanges { back, .. } => {
                    self.dismiss_changes(&principal, *back).await
                }
                _ => self.own_account(index, &principal, operation).await,
            },
            Err(outcome) => outcome,
        }
    }

    async fn change_staff(&mut self, principal: &Principal, change: Change) -> Outcome {
        let of = |who: Pick| who.of(&self.known.members).map(|them| them.id);
        let (account, change) = match change {
            Change::Add {
                name: number,
                role: of,
            } => {
                let (name, role) = (name(number), role(of));
                (
                    Some(self.admin.new_account()),
                    StaffChange::Add { name, role },
                )
            }
            Change::Reset(who) => (of(who), StaffChange::Reset),
            Change::Enable(who) => (of(who), StaffChange::Enable),
            Change::SetRole(who, number) => (of(who), StaffChange::SetRole(role(number))),
        };
        let Some(account) = account else {
            return Outcome::skipped();
        };
        let done = self.admin.change_staff(principal, account, change).await;
        if let Ok(ChangeOutcome::Link(secret)) = &done {
            self.note_invite(account, secret.clone()).await;
        }
        done.into()
    }

    async fn note_invite(&mut self, account: ReviewerId, secret: SessionSecret) {
        if let Ok(Some(them)) = self.admin.store.reviewer(account).await {
            self.note_member(&them.name, secret).await;
        }
    }

    async fn answer_change(
        &mut self,
        principal: &Principal,
        request: Pick,
        confirms: bool,
    ) -> Outcome {
        let open = match self.admin.store.staff_requests().await {
            Ok(open) => open,
            Err(error) => return Err::<(), _>(error).into(),
        };
        let Some(request) = request.of(&open) else {
            return Outcome::skipped();
        };
        if !confirms {
            return self.admin.reject_change(principal, request.id).await.into();
        }
        let done = self.admin.confirm_change(principal, request.id).await;
        if let Ok(ChangeOutcome::Link(secret)) = &done {
            self.note_invite(request.account, secret.clone()).await;
        }
        done.into()
    }

    async fn dismiss_changes(&self, principal: &Principal, back: i64) -> Outcome {
        let changes = self.admin.store.staff_changes(principal.reviewer.id).await;
        let last = changes.ok().and_then(|changes| Some(changes.first()?.pos));
        let upto = last.unwrap_or(0) - back;
        self.admin.dismiss_changes(principal, upto).await.into()
    }
}
