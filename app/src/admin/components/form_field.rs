//! Wrapper of every field: label, hint and error, linked to the input by ids.

use crate::{
    admin::context::admin_context,
    i18n::{Text, common},
};
use leptos::prelude::*;

/// Wrapper of one field on the rendered page.
pub(super) struct FormField {
    id: &'static str,
    label: Text,
    hint: Option<Text>,
    fault: Option<String>,
}

impl FormField {
    /// Wrapper of the field with that id, with its error if the flash message is
    /// about it.
    pub(super) fn new(id: &'static str, label: Text, hint: Option<Text>) -> Self {
        let context = admin_context();
        let flash = context.flash.filter(|flash| flash.field() == Some(id));
        Self {
            id,
            label,
            hint,
            fault: flash.map(|flash| flash.words(&context)),
        }
    }

    /// `aria-describedby` of the field.
    pub(super) fn described(&self) -> Option<String> {
        let parts = [
            self.hint.map(|_| format!("{}-hint", self.id)),
            self.fault.as_ref().map(|_| format!("{}-fault", self.id)),
        ];
        let parts: Vec<_> = parts.into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    }

    /// `aria-invalid` of the field.
    pub(super) fn wrong(&self) -> Option<&'static str> {
        self.fault.as_ref().map(|_| "true")
    }

    /// Renders the wrapper around the field.
    pub(super) fn around(self, field: impl IntoView) -> impl IntoView {
        let Self {
            id,
            label,
            hint,
            fault,
        } = self;
        let lang = admin_context().lang;
        let bad = fault.is_some();
        view! {
            <div class=if bad { "field field-bad" } else { "field" }>
                <label for=id>{label.to(lang)}</label>
                {hint.map(|hint| view! { <p class="hint" id=format!("{id}-hint")>{hint.to(lang)}</p> })}
                {fault.map(|fault| view! {
                    <p class="fault" id=format!("{id}-fault")>
                        <span class="visually-hidden">{common::ERROR_HIDDEN.to(lang)}" "</span>
                        {fault}
                    </p>
                })}
                {field}
            </div>
        }
    }
}
