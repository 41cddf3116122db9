//! Export of the list: its filters and its columns.

use crate::{
    admin::{
        components::{AdminCsrf, Frame},
        context::{PageData, StaffMember, admin_context},
        i18n::list as texts,
        labels,
        routes::EXPORT,
    },
    i18n::Text,
};
use kyc::{
    admin::{
        Permission,
        list::{AssigneeFilter, ListFilter},
    },
    lang::Lang,
};
use leptos::prelude::*;

/// Labels of the active filters.
fn filters(query: &ListFilter, staff: &[StaffMember], lang: Lang) -> Vec<(Text, Vec<String>)> {
    let label = |text: Text| text.to(lang).to_owned();
    let mut active = Vec::new();
    if !query.states.is_empty() || query.erased {
        let states = query.states.iter().map(|it| label(labels::state(*it)));
        let erased = query.erased.then(|| label(texts::ERASED_ROWS));
        active.push((texts::STATE, states.chain(erased).collect()));
    }
    if let Some(it) = query.decision {
        active.push((texts::DECISION, vec![label(labels::decision(it))]));
    }
    if let Some(it) = query.age {
        active.push((texts::AGE, vec![label(labels::age(it))]));
    }
    if query.assignee != AssigneeFilter::Anyone {
        let colleague = staff
            .iter()
            .find(|it| query.assignee == AssigneeFilter::Of(it.id));
        let name = colleague.map_or_else(
            || label(labels::whose(query.assignee)),
            |it| it.name.clone(),
        );
        active.push((texts::ASSIGNEE, vec![name]));
    }
    let (sort, order) = labels::sorted(query.sort(), query.direction());
    active.push((texts::SORTED, vec![label(sort), label(order)]));
    active
}

/// The export page.
#[component]
pub(crate) fn Export() -> impl IntoView {
    let context = admin_context();
    let lang = context.lang;
    let list = context.parameter.clone().unwrap_or_default();
    let query = ListFilter::from_segment(&list);
    let staff = match &context.data {
        PageData::Export(staff) => staff.as_slice(),
        _ => &[],
    };
    let active = filters(&query, staff, lang)
        .into_iter()
        .map(move |(name, values)| {
            view! { <div><dt>{name.to(lang)}</dt><dd>{values.join(", ")}</dd></div> }
        });
    let personal = context.may(Permission::ExportPersonal).then(|| {
        view! {
            <div class="field">
                <label class="switch">
                    <input type="checkbox" name="personal" value="yes" aria-describedby="personal-hint"/>
                    {texts::EXPORT_PERSONAL.to(lang)}
                </label>
                <p class="hint" id="personal-hint">{texts::EXPORT_PERSONAL_HINT.to(lang)}</p>
            </div>
        }
    });
    let everything = (!query.is_filtered()).then(|| view! { <p>{texts::EXPORT_ALL.to(lang)}</p> });
    let back = super::address(&query);
    view! {
        <Frame title=texts::EXPORT_HEADING.to(lang) narrow=true>
            <p><a href=back>{texts::TO_LIST.to(lang)}</a></p>
            <h1>{texts::EXPORT_HEADING.to(lang)}</h1>
            <p class="lede">{texts::EXPORT_LEDE.to(lang)}</p>
            <h2>{texts::EXPORT_FILTERS.to(lang)}</h2>
            {everything}
            <dl class="facts">{active.collect_view()}</dl>
            <form method="post" action=EXPORT novalidate>
                <AdminCsrf/>
                <input type="hidden" name="list" value=query.segment()/>
                {personal}
                <div class="actions"><button class="button" type="submit">{texts::EXPORT_BUTTON.to(lang)}</button></div>
            </form>
        </Frame>
    }
}
