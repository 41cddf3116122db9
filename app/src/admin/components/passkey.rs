//! Passkey form. Its script fills in the browser's WebAuthn response. This is the
//! only admin function that needs a script. An authenticator app works without one.

use super::AdminCsrf;
use crate::{
    admin::{context::admin_context, i18n as words},
    i18n::Text,
};
use leptos::prelude::*;

/// Script that calls `navigator.credentials`. That API takes and returns bytes
/// where JSON has base64url, so the script converts both ways.
const SCRIPT: &str = r#"{const bytes=s=>Uint8Array.from(atob(s.replace(/-/g,"+").replace(/_/g,"/")),c=>c.charCodeAt(0)),
text=b=>b&&btoa(String.fromCharCode(...new Uint8Array(b))).replace(/\+/g,"-").replace(/\//g,"_").replace(/=/g,"");
for(const f of document.querySelectorAll("form[data-question]")){if(!self.PublicKeyCredential)continue;f.hidden=false;
f.onsubmit=async e=>{e.preventDefault();const q=JSON.parse(f.dataset.question),fault=f.querySelector(".fault");fault.hidden=true;
q.challenge=bytes(q.challenge);if(q.user)q.user.id=bytes(q.user.id);
for(const c of[...(q.allowCredentials||[]),...(q.excludeCredentials||[])])c.id=bytes(c.id);
try{const c=await navigator.credentials[q.user?"create":"get"]({publicKey:q}),r=c.response;
f.elements.answer.value=JSON.stringify({id:c.id,rawId:text(c.rawId),type:c.type,extensions:{},response:{clientDataJSON:text(r.clientDataJSON),
attestationObject:text(r.attestationObject),authenticatorData:text(r.authenticatorData),signature:text(r.signature),userHandle:text(r.userHandle)}});
f.submit()}catch{fault.hidden=false}}}}"#;

/// Form that requests a passkey.
#[component]
pub(crate) fn PasskeyForm(
    /// URL the response is posted to.
    action: &'static str,
    /// WebAuthn options for the browser, as JSON.
    question: String,
    /// Button text.
    button: Text,
    /// Whether the button is not the page's main action.
    #[prop(optional)]
    secondary: bool,
    /// Optional further fields.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let context = admin_context();
    let lang = context.lang;
    let class = if secondary {
        "button secondary"
    } else {
        "button"
    };
    view! {
        <noscript><p class="hint">{words::PASSKEY_SCRIPT.to(lang)}</p></noscript>
        <form method="post" action=action data-question=question hidden>
            <AdminCsrf/>
            <input type="hidden" name="answer"/>
            {children.map(|children| children())}
            <p class="fault" role="alert" hidden>{words::PASSKEY_FAILED.to(lang)}</p>
            <div class="actions"><button class=class type="submit">{button.to(lang)}</button></div>
        </form>
        <script nonce=context.nonce.clone()>{SCRIPT}</script>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn script_is_small_and_closes_no_tag() {
        assert!(SCRIPT.len() <= 1536, "{} bytes", SCRIPT.len());
        assert!(!SCRIPT.contains("</"));
    }
}
