//! What somebody answered, masked.

use crate::{
    desk::{
        visit::{Docket, desk_visit},
        words,
    },
    text::desk_list,
};
use kyc::desk::{case::Datum, list::Person};
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
    fn has(&self, datum: Datum) -> bool {
        match self {
            Self::All => true,
            Self::Step(name) => datum.step().as_str() == name,
        }
    }
}

/// The answers, as they stand now.
#[component]
pub(super) fn Answers(docket: Arc<Docket>, shown: Shown) -> impl IntoView {
    let lang = desk_visit().lang;
    let missing = match docket.case.person {
        Person::Known { .. } => desk_list::NOT_GIVEN,
        Person::Erased => desk_list::ERASED,
        Person::Unreadable => desk_list::UNREADABLE,
    };
    let rows = Datum::ALL.iter().filter(|datum| shown.has(**datum));
    let rows = rows.map(|datum| {
        let masked = docket.case.answer(*datum).cloned();
        let (class, value) = match masked {
            Some(masked) => (None, masked.into_exposed()),
            None => (Some("soft"), missing.to(lang).to_owned()),
        };
        view! {
            <div><dt>{words::datum(*datum).to(lang)}</dt><dd class=class><bdi>{value}</bdi></dd></div>
        }
    });
    view! { <dl class="masked">{rows.collect_view()}</dl> }
}
