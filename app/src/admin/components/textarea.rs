//! Multi-line text field. Every `textarea` is rendered here, because the framework
//! does not escape its content.

use super::form_field::FormField;
use crate::i18n::Text;
use leptos::prelude::*;

/// Label, hint, error and text area, linked by ids.
#[component]
pub(crate) fn TextArea(
    /// Element id.
    id: &'static str,
    /// Label text.
    label: Text,
    /// Hint below the label.
    #[prop(optional)]
    hint: Option<Text>,
    /// Prefilled value.
    #[prop(optional, into)]
    value: String,
    /// Visible rows.
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

/// Content of a `textarea`: escaped, after a newline, because browsers drop the
/// first newline.
fn inside(value: &str) -> String {
    let value = value.replace('&', "&amp;");
    format!("\n{}", value.replace('<', "&lt;").replace('>', "&gt;"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn textarea_escapes_its_value() {
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
