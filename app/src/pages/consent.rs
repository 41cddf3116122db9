//! Consent step: who processes which data for what (ux rule 26).

use super::Progress;
use crate::{
    api,
    components::{FieldMessage, Page, StepForm},
    i18n::start,
    page_context::{page_context, t},
    routes::Path,
};
use kyc::{flow::Step, form::Field};
use leptos::prelude::*;

/// The consent page.
#[component]
pub(crate) fn Consent() -> impl IntoView {
    let context = page_context();
    let lang = context.lang;
    let draft = context.draft();
    let agreed = draft
        .consent
        .is_some_and(|consent| consent.version == context.site.agreement_version);
    let faults = draft.consent_faults;
    let fault = faults.first().copied();
    view! {
        <Page title=start::CONSENT_TITLE.to(lang) back=Some(Path::Start) faults form=true>
            <Progress step=Step::Consent/>
            <h1>{start::CONSENT_HEADING.to(lang)}</h1>
            <p class="lede">{start::CONSENT_LEDE.to(lang)}</p>
            <section class="agreement">
                <h2>{start::CONSENT_WHO_HEADING.to(lang)}</h2>
                <p>{t(start::CONSENT_WHO)}</p>
                <h2>{start::CONSENT_WHAT_HEADING.to(lang)}</h2>
                <p>{start::CONSENT_WHAT.to(lang)}</p>
                <h2>{start::CONSENT_RIGHTS_HEADING.to(lang)}</h2>
                <p>{t(start::CONSENT_RIGHTS)}</p>
                <p class="fine">{t(start::CONSENT_VERSION)}</p>
            </section>
            <StepForm action={api::url::<api::SaveConsent>()} button=start::CONSENT_CONTINUE>
                <div class=if fault.is_some() { "field field-bad" } else { "field" }>
                    <FieldMessage field=Field::Agreed fault/>
                    <label class="check">
                        <input
                            type="checkbox"
                            id="agreed"
                            name="agreed"
                            value="yes"
                            checked=agreed
                            aria-describedby=fault.map(|_| "agreed-fault")
                            aria-invalid=fault.map(|_| "true")
                        />
                        <span>{t(start::CONSENT_BOX)}</span>
                    </label>
                </div>
            </StepForm>
        </Page>
    }
}
