//! A field for more than one line: the one place where such a field is written,
//! since what stands in it is not escaped by the framework.

use crate::{
    desk::visit::desk_visit,
    text::{Text, common},
};
use leptos::prelude::*;

/// A label, a hint, what is wrong, and the field, tied together by ids.
#[component]
pub(crate) fn Prose(
    /// Its id.
    id: &'static str,
    /// Its label.
    label: Text,
    /// A hint under the label.
    #[prop(optional)]
    hint: Option<Text>,
    /// What is in it.
    #[prop(optional, into)]
    value: String,
    /// How many lines are seen at once.
    #[prop(default = 3)]
    rows: u8,
) -> impl IntoView {
    let visit = desk_visit();
    let lang = visit.lang;
    let notice = visit.notice.filter(|notice| notice.field() == Some(id));
    let fault = notice.map(|notice| notice.words(lang));
    let (bad, wrong) = (fault.is_some(), fault.is_some().then_some("true"));
    let parts = [(hint.is_some(), "hint"), (bad, "fault")];
    let described = parts.into_iter().filter(|(there, _)| *there);
    let described: Vec<_> = described.map(|(_, part)| format!("{id}-{part}")).collect();
    let described = (!described.is_empty()).then(|| described.join(" "));
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
            <textarea
                class="input prose"
                id=id
                name="text"
                rows=rows.to_string()
                aria-describedby=described
                aria-invalid=wrong
            >{inside(&value)}</textarea>
        </div>
    }
}

/// A text as it stands in such a field: escaped, and behind a line's end, for
/// the first one is dropped by browsers.
fn inside(value: &str) -> String {
    let value = value.replace('&', "&amp;");
    format!("\n{}", value.replace('<', "&lt;").replace('>', "&gt;"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_is_typed_gets_out_of_the_field() {
        let typed = "\none\n</textarea><script>alert(1)</script>&lt;";
        let field = view! { <textarea>{inside(typed)}</textarea> }.to_html();
        let (_, field) = field.split_once('>').expect("a field");
        let (inside, _) = field.rsplit_once("</textarea>").expect("its end");
        assert!(!inside.contains(['<', '>']), "{inside}");
        assert!(inside.starts_with("\n\none\n&lt;/textarea&gt;"), "{inside}");
        assert!(
            inside.ends_with("&amp;lt;"),
            "and is escaped once: {inside}"
        );
    }
}
