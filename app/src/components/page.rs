//! Layout of every applicant page: header with the language switch, back link,
//! main, and footer with help.

use super::{Csrf, Icon, Mark, ProblemSummary, SessionTimeout, Shape};
use crate::{
    api,
    i18n::{Text, common, prefill, resume},
    page_context::{FlashMessage, PageTitle, page_context, t},
    routes::Path,
};
use kyc::{lang::Lang, value};
use leptos::prelude::*;

/// Layout of a page.
#[component]
pub(crate) fn Page(
    /// Page title. The layout appends the organisation's name.
    #[prop(into)]
    title: String,
    /// Target of the back link.
    #[prop(optional_no_strip)]
    back: Option<Path>,
    /// Field errors of the page.
    #[prop(optional)]
    faults: Vec<value::FieldError>,
    /// Whether the page has a step form, which the language buttons then belong to.
    #[prop(optional)]
    form: bool,
    /// Page content.
    children: Children,
) -> impl IntoView {
    let context = page_context();
    let lang = context.lang;
    let leaves = context.application_view.is_some() && context.path != Some(Path::Finish);
    let prefix = if faults.is_empty() {
        ""
    } else {
        common::ERROR_PREFIX.to(lang)
    };
    let title = format!("{prefix}{title} – {}", context.site.organisation);
    expect_context::<PageTitle>().set(title);
    view! {
        <a class="skip" href="#main">{common::SKIP.to(lang)}</a>
        {form.then(default_button)}
        <header class="masthead">
            <div class="frame">
                <a class="brand" href=Path::Start.href()>
                    {match context.site.logo.clone() {
                        Some(src) => view! { <img class="logo" src=src alt="" height="32"/> }.into_any(),
                        None => view! { <Mark/> }.into_any(),
                    }}
                    <span class="brand-name">{context.site.organisation.clone()}</span>
                </a>
                <Languages form/>
            </div>
        </header>
        <div class="frame">
            {back.map(|path| view! {
                <nav class="back" aria-label=common::BACK.to(lang)>
                    <a href=path.href()><Icon shape=Shape::Back/>{common::BACK.to(lang)}</a>
                </nav>
            })}
            <main id="main">
                <ProblemSummary faults/>
                {context.flash.and_then(words).map(|words| view! {
                    <div class="notice" role="status"><p>{words.to(lang)}</p></div>
                })}
                {children()}
            </main>
        </div>
        <footer class="footer">
            <div class="frame">
                {leaves.then(|| view! {
                    <p class="leave"><a href=Path::Finish.href()>{resume::FINISH.to(lang)}</a></p>
                })}
                <p><strong>{common::HELP.to(lang)}</strong>" "{t(common::HELP_BODY)}</p>
                <p class="fine">{t(common::FOOT)}</p>
            </div>
        </footer>
        <SessionTimeout/>
    }
}

/// Hidden submit button before the language buttons. Enter presses a form's first
/// submit button, which would otherwise change the language.
fn default_button() -> impl IntoView {
    view! {
        <button class="visually-hidden" type="submit" form="step" tabindex="-1" aria-hidden="true">
            {common::CONTINUE.to(page_context().lang)}
        </button>
    }
}

/// Text of a flash message. A field error is shown at its field instead.
const fn words(flash: FlashMessage) -> Option<Text> {
    match flash {
        FlashMessage::StepSkipped => Some(common::NOTICE_ORDER),
        FlashMessage::NoApplication => Some(common::NOTICE_FRESH),
        FlashMessage::Ended => Some(resume::NOTICE_ENDED),
        FlashMessage::SignedOut => Some(resume::NOTICE_OUT),
        FlashMessage::LinkExpired => Some(resume::NOTICE_GONE),
        FlashMessage::Prefilled => Some(prefill::NOTICE_FILLED),
        FlashMessage::PrefillEmpty => Some(prefill::NOTICE_UNFILLED),
        FlashMessage::CodeExpired => Some(prefill::NOTICE_RUN_OUT),
        FlashMessage::CheckAgain => Some(common::NOTICE_CHECK_AGAIN),
        FlashMessage::DailyLimit => Some(common::NOTICE_TOMORROW),
        FlashMessage::Stale => Some(common::NOTICE_STALE),
        FlashMessage::AccessEnded => Some(resume::NOTICE_ACCESS_ENDED),
        FlashMessage::FieldError(_) => None,
    }
}

/// Language switch. Its buttons submit the step's form, if the page has one.
#[component]
fn Languages(form: bool) -> impl IntoView {
    let context = page_context();
    let label = common::LANGUAGE.to(context.lang);
    let buttons = Lang::ALL.iter().map(|lang| {
        let current = (*lang == context.lang).then_some("true");
        let tag = lang.tag();
        view! {
            <button
                type="submit"
                form=form.then_some("step")
                name="lang"
                value=tag
                lang=tag
                aria-current=current
            >
                {lang.own_name()}
            </button>
        }
    });
    let buttons = buttons.collect_view();
    if form {
        return view! { <div class="languages" role="group" aria-label=label>{buttons}</div> }
            .into_any();
    }
    let back_to = context.path.unwrap_or(Path::Start).href();
    view! {
        <form class="languages" method="post" action={api::url::<api::SetLanguage>()} aria-label=label>
            <Csrf/>
            <input type="hidden" name="to" value=back_to/>
            {buttons}
        </form>
    }
    .into_any()
}
