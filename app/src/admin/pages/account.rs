//! Account page: sessions, password and second factors.

use super::enrol::{AppSetup, PasskeyName};
use crate::{
    admin::{
        api,
        components::{AdminCsrf, AdminForm, AskOnce, Field, Frame, PasskeyForm, Passwords},
        context::{AccountView, FactorSetup, KeyLine, PageData, SessionLine, admin_context},
        i18n::{self as words, staff as staff_texts},
        routes::AdminPath,
    },
    api::url,
    components::datetime,
    i18n::Text,
};
use leptos::prelude::*;

/// The account page.
#[component]
pub(crate) fn Account() -> impl IntoView {
    let context = admin_context();
    let lang = context.lang;
    let own = match &context.data {
        PageData::Account(own) => own.clone(),
        _ => AccountView::default(),
    };
    let factors = match own.setup.clone() {
        Some(offer) => view! { <Factors own=own.clone() offer/> }.into_any(),
        None => {
            let to = format!(
                "{}?to={}",
                AdminPath::Confirm.pattern(),
                AdminPath::Account.pattern()
            );
            view! {
                <div class="notice">
                    <p>{words::ACCOUNT_STALE.to(lang)}</p>
                    <p><a class="button secondary" href=to>{words::ACCOUNT_CONFIRM.to(lang)}</a></p>
                </div>
            }
            .into_any()
        }
    };
    view! {
        <Frame title=words::NAV_ACCOUNT.to(lang)>
            <h1>{words::NAV_ACCOUNT.to(lang)}</h1>
            <Sessions sessions=own.sessions/>
            {factors}
        </Frame>
    }
}

/// A form with one button for one item of a list, after a question.
#[component]
fn Press(
    action: &'static str,
    which: String,
    button: Text,
    #[prop(into)] question: String,
    #[prop(optional, into)] about: String,
) -> impl IntoView {
    let lang = admin_context().lang;
    view! {
        <AskOnce label=button question about=about.clone()>
            <form class="changes" method="post" action=action>
                <AdminCsrf/>
                <input type="hidden" name="which" value=which/>
                <button class="button secondary" type="submit">
                    {button.to(lang)}
                    {(!about.is_empty()).then(|| view! { <span class="visually-hidden">" "{about}</span> })}
                </button>
            </form>
        </AskOnce>
    }
}

#[component]
fn Sessions(sessions: Vec<SessionLine>) -> impl IntoView {
    let lang = admin_context().lang;
    let several = sessions.len() > 1;
    let rows = sessions.into_iter().map(move |session| {
        let (began, seen) = (datetime(lang, session.began_at), datetime(lang, session.seen_at));
        let about = [("device", session.device.as_str()), ("time", began.as_str())];
        let about = words::ACCOUNT_END_OF.fill(lang, &about);
        let question = staff_texts::ASK_SESSION.fill(lang, &[("session", &about)]);
        let end = if session.is_this {
            words::ACCOUNT_THIS.to(lang).into_any()
        } else {
            view! {
                <Press action={url::<api::EndSession>()} which=session.handle button=words::ACCOUNT_END question about/>
            }
            .into_any()
        };
        view! {
            <tr>
                <th scope="row">{session.device}</th>
                <td>{began}</td>
                <td>{seen}</td>
                <td>{end}</td>
            </tr>
        }
    });
    view! {
        <h2>{words::ACCOUNT_SESSIONS.to(lang)}</h2>
        <div class="table-frame" tabindex="0" role="region" aria-label=words::ACCOUNT_SESSIONS.to(lang)>
            <table class="admin-table">
                <thead>
                    <tr>
                        <th scope="col">{words::ACCOUNT_DEVICE.to(lang)}</th>
                        <th scope="col">{words::ACCOUNT_BEGAN.to(lang)}</th>
                        <th scope="col">{words::ACCOUNT_SEEN.to(lang)}</th>
                        <th scope="col">{words::ACCOUNT_END.to(lang)}</th>
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
        {several.then(|| view! {
            <Press action={url::<api::EndSession>()} which="others".to_owned() button=words::ACCOUNT_END_OTHERS question=staff_texts::ASK_OTHERS.to(lang)/>
        })}
    }
}

/// Checkbox that ends all other sessions, ticked by default (ASVS 7.4.3).
#[component]
fn Others(id: &'static str) -> impl IntoView {
    let lang = admin_context().lang;
    view! {
        <label class="check" for=id>
            <input type="checkbox" id=id name="others" value="yes" checked/>
            <span>{words::ACCOUNT_OTHERS.to(lang)}</span>
        </label>
    }
}

#[component]
fn Factors(own: AccountView, offer: FactorSetup) -> impl IntoView {
    let lang = admin_context().lang;
    let left = own.recovery_left.to_string();
    let (app, note) = if own.app {
        (true, words::ACCOUNT_APP_SET)
    } else {
        (false, words::ACCOUNT_APP_NONE)
    };
    view! {
        <div class="columns">
            <section>
                <h2>{words::ACCOUNT_PASSWORD.to(lang)}</h2>
                <AdminForm id="change-password" action={url::<api::ChangePassword>()} button=words::ACCOUNT_PASSWORD_BUTTON>
                    <Field id="present" label=words::ACCOUNT_PRESENT kind="password" autocomplete="current-password"/>
                    <Passwords/>
                    <Others id="password-others"/>
                </AdminForm>
            </section>
            <section>
                <h2>{words::ACCOUNT_APP.to(lang)}</h2>
                <p>{note.to(lang)}</p>
                <details>
                    <summary>{words::ACCOUNT_APP_NEW.to(lang)}</summary>
                    <AdminForm id="set-app" action={url::<api::SetApp>()} button=words::CODE_BUTTON>
                        <AppSetup secret=offer.secret/>
                        <Field id="code" label=words::CODE_LABEL hint=words::CODE_HINT inputmode="numeric" autocomplete="one-time-code" width="w-10"/>
                        <Others id="app-others"/>
                    </AdminForm>
                </details>
                {app.then(|| view! {
                    <Press action={url::<api::RemoveFactor>()} which="app".to_owned() button=words::ACCOUNT_APP_REMOVE question=staff_texts::ASK_APP.to(lang)/>
                })}
            </section>
            <section>
                <h2>{words::ACCOUNT_KEYS.to(lang)}</h2>
                <Keys passkeys=own.passkeys/>
                {match offer.passkey {
                    Some(question) => view! {
                        <PasskeyForm action={url::<api::AddPasskey>()} question button=words::PASSKEY_MAKE>
                            <PasskeyName/>
                            <Others id="key-others"/>
                        </PasskeyForm>
                    }
                    .into_any(),
                    None => view! { <p class="hint">{words::ACCOUNT_KEYS_NOT_HERE.to(lang)}</p> }.into_any(),
                }}
            </section>
            <section>
                <h2>{words::ACCOUNT_CODES.to(lang)}</h2>
                <p>{words::ACCOUNT_CODES_LEFT.fill(lang, &[("n", &left)])}</p>
                <AskOnce label=words::ACCOUNT_CODES_MAKE question=staff_texts::ASK_CODES.to(lang)>
                    <AdminForm id="make-codes" action={url::<api::MakeCodes>()} button=words::ACCOUNT_CODES_MAKE secondary=true/>
                </AskOnce>
            </section>
        </div>
    }
}

#[component]
fn Keys(passkeys: Vec<KeyLine>) -> impl IntoView {
    let lang = admin_context().lang;
    if passkeys.is_empty() {
        return view! { <p>{words::ACCOUNT_KEYS_NONE.to(lang)}</p> }.into_any();
    }
    let keys = passkeys.into_iter().map(move |key| {
        let never = move || words::ACCOUNT_KEY_NEVER.to(lang).to_owned();
        let used = key.used_at.map_or_else(never, |at| datetime(lang, at));
        let made = datetime(lang, key.created_at);
        let line = words::ACCOUNT_KEY.fill(lang, &[("made", &made), ("used", &used)]);
        let name = if key.name.is_empty() {
            words::PASSKEY_HEADING.to(lang).to_owned()
        } else {
            key.name
        };
        let id = format!("name-{}", key.handle);
        let question = staff_texts::ASK_KEY.fill(lang, &[("key", &name)]);
        view! {
            <li>
                <p><strong>{name.clone()}</strong><br/>{line}</p>
                <details>
                    <summary>{words::PASSKEY_RENAME.to(lang)}<span class="visually-hidden">" "{name.clone()}</span></summary>
                    <form method="post" action={url::<api::NamePasskey>()}>
                        <AdminCsrf/>
                        <input type="hidden" name="which" value=key.handle.clone()/>
                        <div class="field">
                            <label for=id.clone()>{words::PASSKEY_NAME.to(lang)}</label>
                            <input class="input w-20" id=id name="name" maxlength="40" autocomplete="off" value=name.clone()/>
                        </div>
                        <div class="actions"><button class="button secondary" type="submit">{words::PASSKEY_RENAME_BUTTON.to(lang)}</button></div>
                    </form>
                </details>
                <Press action={url::<api::RemoveFactor>()} which=key.handle button=words::ACCOUNT_KEY_REMOVE question about=name/>
            </li>
        }
    });
    view! { <ul class="keys">{keys.collect_view()}</ul> }.into_any()
}
