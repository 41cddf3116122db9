//! Masked answers of the applicant.

use crate::{
    admin::{
        context::{CaseView, admin_context},
        i18n::{disclosure as texts, list as admin_list},
        labels,
    },
    components::time_of_day,
};
use kyc::admin::{case::PersonalField, disclosure::RevealedField as Granted, list::Person};
use leptos::prelude::*;
use std::sync::Arc;

/// Which answers are shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    /// All of them.
    All,
    /// Those of one step, by its name.
    Step(String),
}

impl Shown {
    fn has(&self, datum: PersonalField) -> bool {
        match self {
            Self::All => true,
            Self::Step(name) => datum.step().as_str() == name,
        }
    }
}

/// The current answers.
#[component]
pub(super) fn Answers(
    case_view: Arc<CaseView>,
    shown: Shown,
    /// Whether revealed fields are shown in full.
    #[prop(optional)]
    whole: bool,
) -> impl IntoView {
    let lang = admin_context().lang;
    let missing = match case_view.case.person {
        Person::Known { .. } => admin_list::NOT_GIVEN,
        Person::Erased => admin_list::ERASED,
        Person::Unreadable => admin_list::UNREADABLE,
    };
    let rows = PersonalField::ALL.iter().filter(|datum| shown.has(**datum));
    let rows = rows.map(|datum| {
        let masked = case_view.case.answer(*datum).cloned();
        let (class, value) = match masked {
            Some(masked) => (None, masked.into_exposed()),
            None => (Some("soft"), missing.to(lang).to_owned()),
        };
        // Revealed values are shown once, not again with every audit event.
        let granted = case_view.sensitive_data.revealed.iter();
        let granted = granted.filter(|_| whole).find(|it| it.field == *datum);
        match granted.cloned() {
            Some(granted) => view! { <Whole granted masked=value/> }.into_any(),
            None => view! {
                <div><dt>{labels::datum(*datum).to(lang)}</dt><dd class=class><bdi>{value}</bdi></dd></div>
            }
            .into_any(),
        }
    });
    view! { <dl class="masked">{rows.collect_view()}</dl> }
}

/// An answer in full, until its reveal expires.
#[component]
fn Whole(granted: Granted, masked: String) -> impl IntoView {
    let context = admin_context();
    let lang = context.lang;
    let left = (granted.until - context.now).whole_seconds();
    let time = time_of_day(granted.until);
    let until = texts::REVEAL_UNTIL.fill(lang, &[("time", &time)]);
    view! {
        <div>
            <dt>{labels::datum(granted.field).to(lang)}</dt>
            <dd data-masked=masked>
                <span class="revealed" data-left=left>
                    <bdi>{granted.value.into_exposed()}</bdi>
                    " "<span class="soft">{until}</span>
                </span>
            </dd>
        </div>
    }
}
