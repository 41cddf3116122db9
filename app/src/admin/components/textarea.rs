//! A field for more than one line: the one place where such a field is written,
//! since what stands in it is not escaped by the framework.

use super::form_field::FormField;
use crate::i18n::Text;
use leptos::prelude::*;

/// A label, a hint, what is wrong, and the field, tied together by ids.
#[component]
pub(crate) fn TextArea(
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
    let frame = FormField::new(id, label, hint);
    let (described, wrong) = (frame.described(), frame.wrong());
    frame.around(view! {
        <textarea
            class="input prose"
            id=id
            name="text"
            rows=rows.to_string()
            aria-describedby=described
            aria-invalid=wrong
        >{inside(&value)}</textarea>
    })
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
