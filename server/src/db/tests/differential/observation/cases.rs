//! Readings of applications, of what opens them, and of their cases.

use super::{EngineFixture, Readings};
use crate::db::sessions;
use kyc::{
    admin::{
        case::{Case, EntryText, Message},
        disclosure::SensitiveData,
        list::Person,
        overrides::{RecordedRequest, ReviewerRef},
    },
    application::Application,
    id::{ApplicationId, ExternalId},
    pii::Pii,
    ports::Store,
};
use tower_sessions_core::SessionStore;

fn application(read: &Application) -> String {
    let Application {
        draft,
        state,
        update_log,
        session_token,
        ..
    } = read;
    let sealed = serde_json::to_string(&(draft, state, update_log, session_token));
    format!("{read:?} {}", sealed.expect("JSON"))
}

/// Personal data that may be missing.
fn exposed(text: Option<&Pii<String>>) -> Option<&str> {
    text.map(|text| text.expose().as_str())
}

pub(super) fn person(person: &Person) -> String {
    match person {
        Person::Known { name, email } => {
            format!("{:?} {:?}", exposed(name.as_ref()), exposed(email.as_ref()))
        }
        other => format!("{other:?}"),
    }
}

fn case(case: &Case) -> String {
    let answers = case.answers.iter().map(|(_, text)| text.expose());
    let texts = case.trail.iter().map(|entry| match &entry.text {
        Some(EntryText::Text(text)) => text.expose(),
        _ => "",
    });
    let (answers, texts): (Vec<_>, Vec<_>) = (answers.collect(), texts.collect());
    format!("{case:?} {} {answers:?} {texts:?}", person(&case.person))
}

fn messages(messages: &[Message]) -> String {
    let texts: Vec<_> = messages
        .iter()
        .map(|message| message.text.expose())
        .collect();
    format!("{messages:?} {texts:?}")
}

fn sensitive_data(data: &SensitiveData) -> String {
    let revealed: Vec<_> = data
        .revealed
        .iter()
        .map(|field| field.value.expose())
        .collect();
    let reasons = data.requests.iter().map(|request| {
        let RecordedRequest {
            requested, answer, ..
        } = request;
        let answer = answer.as_ref().and_then(|answer| answer.reason.as_ref());
        (exposed(requested.reason.as_ref()), exposed(answer))
    });
    format!("{data:?} {revealed:?} {:?}", reasons.collect::<Vec<_>>())
}

impl EngineFixture {
    pub(super) async fn read_applications(&self, readings: &mut Readings) {
        let store: &dyn Store = &self.store;
        for (n, created) in self.known.applications.iter().enumerate() {
            let id = created.id;
            let title = |what: &str| format!("{what} of application {n}");
            let found = store.find(id).await;
            let external_id = found.as_ref().ok().and_then(Option::as_ref);
            let external_id = external_id.and_then(|found| found.external_id.clone());
            let found = found.map(|found| found.as_ref().map(application));
            readings.add(title("content"), found);
            let ssn = store.ssn(id).await;
            let ssn = ssn.map(|ssn| ssn.map(|ssn| ssn.digits().to_string()));
            readings.add(title("SSN"), ssn);
            let attempt = store
                .open_attempt(id)
                .await
                .map(|open| open.map(|open| (open.number, open.request.expose().to_vec())));
            readings.add(title("open attempt"), attempt);
            readings.add(
                title("reference"),
                store.by_reference(&created.reference).await,
            );
            for provider_id in [
                ExternalId::parse(created.user_id.as_str()).ok(),
                external_id,
            ] {
                let Some(provider_id) = provider_id else {
                    continue;
                };
                let holders = store.by_external_id(&provider_id).await;
                readings.add(title("holders of the provider id"), holders);
                let meant = store.find_by_provider_id(&provider_id).await;
                readings.add(title("provider id"), meant);
            }
            readings.add(title("readability"), self.store.is_readable(id).await);
            let messages = self.cases.cases.messages(id).await.map(|it| messages(&it));
            readings.add(title("messages"), messages);
        }
        readings.add("parked applications", store.parked().await);
    }

    /// Reads resume links and sessions.
    pub(super) async fn read_access(&self, readings: &mut Readings) {
        let now = self.now();
        for (n, secret) in self.known.links.iter().enumerate() {
            let link = Store::link(&self.store, secret.hash()).await;
            readings.add(format!("resume link {n}"), link);
        }
        for (n, id) in self.known.sessions.iter().enumerate() {
            let session = self.applicant_sessions.load(id).await;
            readings.add(format!("session {n}"), session);
            let whose = |plain: &[u8]| -> Option<((), Option<ApplicationId>)> {
                let data = sessions::read(plain)?.data.remove(sessions::DATA)?;
                Some((
                    (),
                    serde_json::from_value(data.get("application")?.clone()).ok()?,
                ))
            };
            let view = self.store.load_session_and_application(id, now, whose);
            let view = view.map(|found| {
                let view = found.and_then(|(_, view)| view);
                view.map(|view| (view.summary, view.last_message))
            });
            readings.add(format!("view of session {n}"), view);
        }
        for (n, created) in self.known.applications.iter().enumerate() {
            let links = self.store.links_of(created.id, now);
            readings.add(format!("resume links of application {n}"), links);
            let hash = |hash: &[u8; 32], plain: &[u8]| Some((*hash, plain.to_vec()));
            let sessions = self.store.sessions_of(created.id, now, hash);
            readings.add(format!("sessions of application {n}"), sessions);
        }
    }

    pub(super) async fn read_cases(&self, readings: &mut Readings) {
        let (cases, now) = (&self.cases.cases, self.now());
        let by = ReviewerRef {
            id: "observer".to_owned(),
            name: "observer".to_owned(),
        };
        for (n, created) in self.known.applications.iter().enumerate() {
            let reference = &created.reference;
            let title = |what: &str| format!("{what} of case {n}");
            let opened = cases.open(reference).await;
            readings.add(title("content"), opened.map(|it| it.as_ref().map(case)));
            readings.add(title("version"), cases.version(reference).await);
            for (m, them) in self.known.members.iter().enumerate() {
                let data = self
                    .admin
                    .sensitive_data
                    .sensitive_data(reference, them.id, now);
                let data = data.await.map(|data| data.as_ref().map(sensitive_data));
                readings.add(title(&format!("data for member {m}")), data);
                let session = [0; 32];
                let session = kyc::admin::session::SecretHash(session);
                let typed = cases.typed_before(them.id, session, reference, now).await;
                let typed = typed.map(|typed| typed.map(|typed| typed.typed));
                readings.add(title(&format!("text kept for member {m}")), typed);
            }
            let bundle = self
                .admin
                .sensitive_data
                .evidence_bundle(reference, by.clone(), now);
            let bundle = bundle
                .await
                .map(|bundle| serde_json::to_string(&bundle).ok());
            readings.add(title("evidence"), bundle);
        }
    }
}
