//! Evidence of a case as a page to print, with the content of the evidence file.

use crate::{
    admin::{
        components::Frame,
        context::{PageData, admin_context},
        i18n::{case as admin_case, disclosure as texts, list as admin_list},
        labels,
        routes::AdminPath,
    },
    i18n::Text,
};
use kyc::admin::{
    case::PersonalField,
    disclosure::{
        EvidenceBundle,
        bundle::{
            AnswerRecord, AttemptRecord, ChainProof, DecisionRecord, EventRecord, OverrideRecord,
            RevealRecord, TextRecord,
        },
    },
    list::Decision,
    overrides::OverrideOutcome,
};
use leptos::prelude::*;
use std::sync::Arc;
use time::OffsetDateTime;

/// A time of the bundle, to the second.
fn at(millis: i64) -> String {
    let at = OffsetDateTime::from_unix_timestamp(millis.div_euclid(1_000));
    let at = at.unwrap_or(OffsetDateTime::UNIX_EPOCH);
    let (date, time) = (at.date(), at.time());
    format!(
        "{date} {:02}:{:02}:{:02}",
        time.hour(),
        time.minute(),
        time.second()
    )
}

fn decision(word: &str) -> &'static str {
    let lang = admin_context().lang;
    Decision::parse(word).map_or("", |it| labels::decision(it).to(lang))
}

/// Name of an actor or of a staff id in the bundle.
fn name(pack: &EvidenceBundle, word: &str) -> String {
    let actor = match word {
        "applicant" => Some(admin_case::APPLICANT),
        "upstream" => Some(admin_case::ACTOR_PROVIDER),
        "system" => Some(admin_case::SYSTEM),
        "operator" => Some(admin_case::OPERATOR),
        _ => None,
    };
    if let Some(actor) = actor {
        return admin_context().text(actor);
    }
    let id = word.strip_prefix("reviewer:").unwrap_or(word);
    let known = pack.staff.iter().find(|who| who.id == id);
    known.map_or_else(|| word.to_owned(), |who| who.name.clone())
}

/// The evidence page.
#[component]
pub(crate) fn Evidence() -> impl IntoView {
    let pack = match &admin_context().data {
        PageData::Evidence(pack) => Some(pack.clone()),
        _ => None,
    };
    pack.map(|pack| view! { <Sheet pack/> })
}

#[component]
fn Sheet(pack: Arc<EvidenceBundle>) -> impl IntoView {
    let lang = admin_context().lang;
    let reference = pack.case.reference.clone();
    let title = texts::EVIDENCE_TITLE.fill(lang, &[("reference", &reference)]);
    let made = [("time", &*at(pack.made_at)), ("name", &pack.made_by.name)];
    let made = texts::EVIDENCE_MADE.fill(lang, &made);
    let answers = pack.answers.iter().map(answer).collect_view();
    let decisions = pack.decisions.iter().map(decided).collect_view();
    let wanted = pack.override_requests.iter();
    let wanted = wanted.map(|it| override_entry(&pack, it)).collect_view();
    let written = texts_of(&pack);
    let reveals = pack.reveals.iter().map(|it| seen(&pack, it)).collect_view();
    view! {
        <Frame title=title.clone()>
            <p class="off-paper"><a href=AdminPath::Case.at(&reference)>{texts::BACK_TO_CASE.to(lang)}</a></p>
            <h1>{title}</h1>
            <p class="lede">{made}</p>
            <p class="off-paper"><a href=AdminPath::EvidenceFile.at(&reference)>{texts::EVIDENCE_FILE.to(lang)}</a></p>
            <article class="evidence">
                <h2>{texts::PROOF.to(lang)}</h2>
                <Proved proof=pack.proof.clone()/>
                <h2>{admin_case::ANSWERS.to(lang)}</h2>
                <dl class="masked">{answers}</dl>
                <h2>{texts::DECISIONS.to(lang)}</h2>
                <Listed is_empty=pack.decisions.is_empty()>{decisions}</Listed>
                <h2>{texts::ATTEMPTS.to(lang)}</h2>
                <Attempts attempts=pack.attempts.clone()/>
                <h2>{texts::OVERRIDE.to(lang)}</h2>
                <Listed is_empty=pack.override_requests.is_empty()>{wanted}</Listed>
                <h2>{texts::REVEALS.to(lang)}</h2>
                <Listed is_empty=pack.reveals.is_empty()>{reveals}</Listed>
                <h2>{texts::TEXTS.to(lang)}</h2>
                <Listed is_empty=pack.texts.is_empty()>{written}</Listed>
                <h2>{texts::EVENTS.to(lang)}</h2>
                <Trail pack/>
            </article>
        </Frame>
    }
}

/// A list, or a note that it is empty.
#[component]
fn Listed(is_empty: bool, children: Children) -> impl IntoView {
    let lang = admin_context().lang;
    if is_empty {
        return view! { <p class="soft">{texts::NONE.to(lang)}</p> }.into_any();
    }
    view! { <ul>{children()}</ul> }.into_any()
}

fn answer(it: &AnswerRecord) -> impl IntoView + use<> {
    let lang = admin_context().lang;
    let label = PersonalField::parse(&it.field).map_or("", |datum| labels::datum(datum).to(lang));
    let value = it.masked.clone();
    let value = value.unwrap_or_else(|| admin_list::NOT_GIVEN.to(lang).to_owned());
    view! { <div><dt>{label}</dt><dd><bdi>{value}</bdi></dd></div> }
}

fn decided(it: &DecisionRecord) -> impl IntoView + use<> {
    let what = decision(&it.decision);
    view! { <li>{at(it.at)}" · "{what}" · "{it.seq}</li> }
}

fn override_entry(pack: &EvidenceBundle, it: &OverrideRecord) -> impl IntoView + use<> {
    let lang = admin_context().lang;
    let wanted = OverrideOutcome::parse(&it.outcome).map_or("", |it| labels::outcome(it).to(lang));
    let status = admin_context().text(labels::request_status(it.status));
    let was = texts::OVERRIDE_WAS.fill(lang, &[("decision", decision(&it.decision))]);
    let requested = statement(&name(pack, &it.asked_by), it.asked_at, it.reason.as_deref());
    let answered = it.answered_by.as_ref().zip(it.answered_at);
    let answered = answered.map(|(by, at)| {
        let words = statement(&name(pack, by), at, it.answer.as_deref());
        view! { <p>{words}</p> }
    });
    view! { <li><p>{wanted}" · "{was}" · "{status}</p><p>{requested}</p>{answered}</li> }
}

fn seen(pack: &EvidenceBundle, it: &RevealRecord) -> impl IntoView + use<> {
    let lang = admin_context().lang;
    let label = PersonalField::parse(&it.field).map_or("", |datum| labels::datum(datum).to(lang));
    let words = statement(&name(pack, &it.by), it.at, it.reason.as_deref());
    view! { <li>{label}" · "{words}</li> }
}

/// The notes, messages and reasons, each with its author.
fn texts_of(pack: &EvidenceBundle) -> impl IntoView + use<> {
    let text = |it: &TextRecord| {
        let event = pack.events.iter().find(|event| event.seq == it.seq);
        let who = event.map_or_else(String::new, |event| name(pack, &event.actor));
        let words = statement(
            &who,
            it.at,
            it.text.as_ref().map(|text| text.expose().as_str()),
        );
        view! { <li><bdi>{words}</bdi>" · "{it.seq}</li> }
    };
    pack.texts.iter().map(text).collect_view()
}

/// Statement with author, time and reason.
fn statement(who: &str, when: i64, why: Option<&str>) -> String {
    let lang = admin_context().lang;
    let why = why.unwrap_or(texts::REASON_ERASED.to(lang));
    format!("{who}, {}: {why}", at(when))
}

/// Table of attempts: each request to the provider.
#[component]
fn Attempts(attempts: Vec<AttemptRecord>) -> impl IntoView {
    let lang = admin_context().lang;
    if attempts.is_empty() {
        return view! { <p class="soft">{texts::NONE.to(lang)}</p> }.into_any();
    }
    let rows = attempts.into_iter().map(|it| {
        view! {
            <tr>
                <th scope="row">{it.number}</th>
                <td>{at(it.opened_at)}</td>
                <td>{it.settled_at.map(at)}</td>
                <td class="code">{it.digest}</td>
            </tr>
        }
    });
    let heads = [texts::ATTEMPT, texts::SENT, texts::SETTLED, texts::DIGEST];
    view! { <Sheeted label=texts::ATTEMPTS heads=heads.to_vec()>{rows.collect_view()}</Sheeted> }
        .into_any()
}

/// Table of all audit events.
#[component]
fn Trail(pack: Arc<EvidenceBundle>) -> impl IntoView {
    let lang = admin_context().lang;
    let row = |it: &EventRecord| {
        let moved = if it.from == it.to {
            it.to.clone()
        } else {
            format!("{} → {}", it.from, it.to)
        };
        view! {
            <tr>
                <th scope="row">{it.seq}</th>
                <td>{at(it.at)}</td>
                <td>{name(&pack, &it.actor)}</td>
                <td>{labels::event(lang, &it.action)}</td>
                <td>{moved}</td>
                <td class="code">{it.hash.clone()}</td>
            </tr>
        }
    };
    let rows = pack.events.iter().map(row).collect_view();
    let heads = [
        texts::COLUMN_LINE,
        texts::COLUMN_WHEN,
        texts::COLUMN_WHO,
        texts::COLUMN_WHAT,
        texts::COLUMN_STATE,
        texts::COLUMN_HASH,
    ];
    view! { <Sheeted label=texts::EVENTS heads=heads.to_vec()>{rows}</Sheeted> }
}

/// Horizontally scrollable table, for narrow screens.
#[component]
fn Sheeted(label: Text, heads: Vec<Text>, children: Children) -> impl IntoView {
    let lang = admin_context().lang;
    let heads = heads.into_iter();
    let heads = heads.map(|text| view! { <th scope="col">{text.to(lang)}</th> });
    view! {
        <div class="table-frame" tabindex="0" role="region" aria-label=label.to(lang)>
            <table class="admin-table">
                <thead><tr>{heads.collect_view()}</tr></thead>
                <tbody>{children()}</tbody>
            </table>
        </div>
    }
}

/// Result of the hash chain verification.
#[component]
fn Proved(proof: ChainProof) -> impl IntoView {
    let lang = admin_context().lang;
    let (class, verdict) = if proof.verified.whole {
        ("verdict whole", texts::PROOF_WHOLE)
    } else {
        ("verdict broken", texts::PROOF_BROKEN)
    };
    let (signed, unsigned) = (proof.verified.signed, proof.verified.unsigned);
    let lines = [
        ("signed", &*signed.to_string()),
        ("unsigned", &unsigned.to_string()),
    ];
    let lines = texts::PROOF_SIGNED.fill(lang, &lines);
    let faults = proof.verified.faults.iter();
    let faults = faults.map(|fault| view! { <li>{fault.clone()}</li> });
    let faults = faults.collect_view();
    let last = proof.last_checkpoint.as_ref();
    let last = last.map(|it| format!("{}:{} · {} UTC", it.number, it.hash, at(it.at)));
    let fact = |label: Text, value: String| {
        view! { <div><dt>{label.to(lang)}</dt><dd class="code">{value}</dd></div> }
    };
    view! {
        <p class=class>{verdict.to(lang)}</p>
        <ul>{faults}</ul>
        <p>{lines}</p>
        <dl class="proof">
            {fact(texts::PROOF_HEAD, proof.head)}
            {fact(texts::PROOF_KEY, proof.signed_by)}
            {last.map(|last| fact(texts::PROOF_CHECKPOINT, last))}
            {fact(texts::PROOF_CHECK, proof.check_with)}
        </dl>
    }
}
