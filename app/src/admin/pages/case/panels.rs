//! Panels of the available commands, in order. Each panel decides itself whether it
//! has content for the signed-in role. Overrides have a file of their own.

use super::{
    overrides::Override,
    panel::{CaseForm, Panel},
};
use crate::{
    admin::{
        api,
        components::{Field, TextArea},
        context::{CaseView, admin_context},
        i18n::{case as words, disclosure},
        labels::provider_status,
        routes::AdminPath,
    },
    api::url,
};
use kyc::{
    admin::Permission,
    state::{Reason, StateKind},
};
use leptos::prelude::*;
use std::sync::Arc;

/// All panels. An erased application keeps only the override and evidence panels.
#[component]
pub(super) fn Panels(case_view: Arc<CaseView>) -> impl IntoView {
    let deeds = (!case_view.case.is_erased()).then(|| {
        view! {
            <Assign case_view=case_view.clone()/>
            <Release case_view=case_view.clone()/>
            <Note case_view=case_view.clone()/>
            <Message case_view=case_view.clone()/>
            <Invite case_view=case_view.clone()/>
            <Ask case_view=case_view.clone()/>
        }
    });
    view! {
        {deeds}
        <Override case_view=case_view.clone()/>
        <Evidence case_view/>
    }
}

/// Assignment panel: to oneself, to a staff member, or to none.
#[component]
fn Assign(case_view: Arc<CaseView>) -> impl IntoView {
    let context = admin_context();
    let lang = context.lang;
    let me = context
        .staff_member
        .clone()
        .filter(|_| context.may(Permission::Assign))?;
    let action = url::<api::AssignCase>();
    let holder = case_view.case.assignee;
    let (quick, whom) = if holder == Some(me.id) {
        (words::ASSIGN_DROP, String::new())
    } else {
        (words::ASSIGN_CLAIM, me.id.to_string())
    };
    let may = case_view
        .staff
        .iter()
        .filter(|it| it.is_enabled && it.role.may(Permission::Assign));
    let others = may.map(|it| {
        view! { <option value=it.id.to_string() selected={holder == Some(it.id)}>{it.name.clone()}</option> }
    });
    let others = others.collect_view();
    let flash = context
        .flash
        .filter(|flash| flash.field() == Some("assignee"));
    let fault = flash.map(|flash| view! { <p class="fault">{flash.words(&context)}</p> });
    Some(view! {
        <Panel id="assign" heading=words::ASSIGN>
            <CaseForm case_view=case_view.clone() action button=quick>
                <input type="hidden" name="assignee" value=whom/>
            </CaseForm>
            <CaseForm case_view action button=words::ASSIGN_BUTTON>
                <div class="field">
                    <label for="assignee">{words::ASSIGN_LABEL.to(lang)}</label>
                    {fault}
                    <select class="input" id="assignee" name="assignee">
                        <option value="">{words::UNASSIGNED.to(lang)}</option>
                        {others}
                    </select>
                </div>
            </CaseForm>
        </Panel>
    })
}

/// Release panel of a parked case. The command line releases it, too.
#[component]
fn Release(case_view: Arc<CaseView>) -> impl IntoView {
    let context = admin_context();
    let parked = case_view.case.state == StateKind::Parked && context.may(Permission::Act);
    let reason = case_view.case.reason.filter(|_| parked)?;
    let body = match reason {
        Reason::ProviderUnauthorized => words::RELEASE_REFUSES,
        Reason::UnexpectedStatus | Reason::ApprovedElsewhere => words::RELEASE_ELSEWHERE,
        Reason::OutOfAttempts => words::RELEASE_ATTEMPTS,
        Reason::NoDecision => words::RELEASE_NO_DECISION,
        Reason::NoProviderId => words::RELEASE_ELSEWHERE,
        Reason::SharedProviderId => words::RELEASE_SHARED_ID,
        Reason::UnusableLink => words::RELEASE_LINK,
    };
    let (why, id) = (case_view.typed("release", 0), case_view.typed("release", 1));
    Some(view! {
        <Panel id="release" heading=words::RELEASE>
            <p>{context.text(body)}</p>
            <CaseForm case_view action={url::<api::ReleaseCase>()} button=words::RELEASE_BUTTON>
                <TextArea id="release-reason" label=words::WHY hint=words::WHY_HINT value=why rows=2/>
                <Field id="external" label=words::RELEASE_ID value=id/>
            </CaseForm>
        </Panel>
    })
}

/// Panel of a note for other staff members.
#[component]
fn Note(case_view: Arc<CaseView>) -> impl IntoView {
    admin_context().may(Permission::Note).then(|| {
        let typed = case_view.typed("note", 0);
        view! {
            <Panel id="note-panel" heading=words::NOTE>
                <CaseForm case_view action={url::<api::NoteCase>()} button=words::NOTE_BUTTON>
                    <TextArea id="note" label=words::NOTE_LABEL hint=words::NOTE_HINT value=typed/>
                </CaseForm>
            </Panel>
        }
    })
}

/// Panel of a message, which the applicant reads on the status page.
#[component]
fn Message(case_view: Arc<CaseView>) -> impl IntoView {
    // A draft has no status page, so the applicant could not read a message.
    let reads = case_view.case.state != StateKind::Draft;
    (reads && admin_context().may(Permission::Message)).then(|| {
        let typed = case_view.typed("message", 0);
        view! {
            <Panel id="message-panel" heading=words::MESSAGE>
                <CaseForm case_view action={url::<api::MessageCase>()} button=words::MESSAGE_BUTTON>
                    <TextArea id="message" label=words::MESSAGE_LABEL hint=words::MESSAGE_HINT value=typed/>
                </CaseForm>
            </Panel>
        }
    })
}

/// Document request panel, while the application is under review or parked without a decision.
#[component]
fn Invite(case_view: Arc<CaseView>) -> impl IntoView {
    let context = admin_context();
    let lang = context.lang;
    (context.may(Permission::Act) && case_view.case.may_request_documents).then(|| {
        let next = (case_view.case.attempts + 1).to_string();
        let body = words::INVITE_BODY.fill(lang, &[("n", &next)]);
        let typed = case_view.typed("invite", 0);
        view! {
            <Panel id="invite" heading=words::INVITE>
                <p>{body}</p>
                <CaseForm case_view action={url::<api::InviteCase>()} button=words::INVITE_BUTTON>
                    <TextArea id="invite-reason" label=words::WHY hint=words::WHY_HINT value=typed rows=2/>
                </CaseForm>
            </Panel>
        }
    })
}

/// Poll panel: polls the provider on request.
#[component]
fn Ask(case_view: Arc<CaseView>) -> impl IntoView {
    let context = admin_context();
    let lang = context.lang;
    (context.may(Permission::Act) && case_view.case.is_pollable).then(|| {
        let last = provider_status(&case_view.case.words);
        let last = if last.is_empty() {
            words::NO_STATUS.to(lang).to_owned()
        } else {
            last
        };
        // Isolated, because a word may be of a script that runs from right to left.
        let last = format!("\u{2068}{last}\u{2069}");
        let body = context.fill(words::ASK_BODY, &[("status", &last)]);
        view! {
            <Panel id="ask" heading=words::ASK>
                <p>{body}</p>
                <CaseForm case_view action={url::<api::AskCase>()} button=words::ASK_BUTTON/>
            </Panel>
        }
    })
}

/// Evidence panel: links to the evidence.
#[component]
fn Evidence(case_view: Arc<CaseView>) -> impl IntoView {
    let context = admin_context();
    let lang = context.lang;
    let reference = case_view.case.reference.as_str().to_owned();
    context.may(Permission::TakeEvidence).then(|| {
        view! {
            <Panel id="evidence" heading=disclosure::EVIDENCE>
                <p class="fine">{disclosure::EVIDENCE_LEDE.to(lang)}</p>
                <p class="choices">
                    <a href=AdminPath::Evidence.at(&reference)>{disclosure::EVIDENCE_PAGE.to(lang)}</a>
                    <a href=AdminPath::EvidenceFile.at(&reference)>{disclosure::EVIDENCE_FILE.to(lang)}</a>
                </p>
            </Panel>
        }
    })
}
