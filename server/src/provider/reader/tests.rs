//! Behaviour common to all dialects, and response builders for the dialects' own tests.

use super::*;
use kyc::state::StateKind;
use time::macros::datetime;

pub(in crate::provider) const NOW: OffsetDateTime = datetime!(2026-11-23 10:00 UTC);

/// `docv` as in the contract.
pub(in crate::provider) const DOCV: &str = r#","docv":{"sdkKey":"","docvTransactionToken":"t","eventId":"e","qrCode":"","url":"https://verify.socure.com/x"}"#;

pub(in crate::provider) fn try_read(
    dialect: Dialect,
    via: Source,
    body: &str,
) -> Result<ProviderUpdate, ReadError> {
    let hosts = CaptureHosts::new(vec!["verify.socure.com".to_owned()], &[]);
    let reader = Reader {
        dialect,
        hosts: &hosts,
        requested_at: NOW,
        now: NOW,
        capture_life: Duration::minutes(20),
    };
    reader.read(body.as_bytes(), via)
}

#[track_caller]
pub(in crate::provider) fn read(dialect: Dialect, via: Source, body: &str) -> ProviderUpdate {
    try_read(dialect, via, body).expect("readable")
}

/// A response with three status words and other fields.
pub(in crate::provider) fn answer(words: [&str; 3], rest: &str) -> String {
    let [decision, status, sub] = words;
    format!(
        r#"{{"status":{{"decision":"{decision}","status":"{status}","subStatus":"{sub}","externalId":"ext_1"}}{rest}}}"#
    )
}

/// A row: the status words, other fields, the expected state.
pub(in crate::provider) type Row<'a> = ([&'a str; 3], &'a str, StateKind);

/// Checks each row for every source and for several spellings.
#[track_caller]
pub(in crate::provider) fn assert_read(dialect: Dialect, rows: &[Row<'_>]) {
    for (words, rest, expected) in rows {
        for spelled in [
            *words,
            words.map(str::to_uppercase).each_ref().map(String::as_str),
            words
                .map(|word| format!(" {} ", word.replace(['_', ' '], "-")))
                .each_ref()
                .map(String::as_str),
        ] {
            for via in [Source::Start, Source::Status] {
                let evidence = read(dialect, via, &answer(spelled, rest));
                let what = format!("{dialect:?} {via:?} {spelled:?} {rest}");
                assert_eq!(evidence.outcome.state_kind(), *expected, "{what}");
                assert!(evidence.recognised, "{what}");
            }
        }
    }
}

/// Checks that each row means "processing" for every source.
#[track_caller]
pub(in crate::provider) fn assert_unknown(dialect: Dialect, rows: &[[&str; 3]], rest: &str) {
    for words in rows {
        let evidence = read(dialect, Source::Status, &answer(*words, rest));
        assert_eq!(evidence.outcome, ProviderOutcome::Processing, "{words:?}");
        assert!(!evidence.recognised, "{words:?}");
    }
}

/// Status words of each dialect that request documents.
const OWED: [(Dialect, [&str; 3]); 3] = [
    (Dialect::A, ["pending", "document_required", ""]),
    (
        Dialect::B,
        ["REVIEW", "ON_HOLD", "Document Request Initiated"],
    ),
    (
        Dialect::C,
        ["REVIEW", "ON_HOLD", "Document Request Initiated"],
    ),
];

/// A `docv` with these fields.
fn docv(fields: &str) -> String {
    format!(r#","docv":{{{fields}}}"#)
}

#[test]
fn capture_without_a_usable_link_is_unusable() {
    for fields in [
        r#""url":"https://verify.socure.com.evil.example/x""#,
        r#""url":"javascript:alert(1)","qrCode":"iVBORw0KGgo=""#,
        r#""url":"","qrCode":"iVBORw0KGgo=""#,
        r#""qrCode":"data:image/png;base64,iVBORw0KGgo=""#,
        r#""url":null,"docvTransactionToken":"t","eventId":"e""#,
        r#""url":{"href":"https://verify.socure.com/x"}"#,
    ] {
        for (dialect, words) in OWED {
            let update = read(dialect, Source::Start, &answer(words, &docv(fields)));
            assert_eq!(
                update.outcome,
                ProviderOutcome::UnusableLink,
                "{dialect:?} {fields}"
            );
        }
    }
    for (dialect, words) in OWED {
        for other in [r#""x""#, "[]", "true", "7"] {
            let body = answer(words, &format!(r#","docv":{other}"#));
            let update = read(dialect, Source::Start, &body);
            assert_eq!(update.outcome, ProviderOutcome::UnusableLink, "{other}");
        }
    }
}

#[test]
fn unusable_capture_field_leaves_the_link_usable() {
    let large = format!(
        r#""qrCode":"data:image/png;base64,{}""#,
        "iVBO".repeat(60_000)
    );
    for other in [
        large.as_str(),
        r#""qrCode":["a"]"#,
        r#""qrCode":"no picture""#,
        r#""qrCode":true"#,
        r#""docvTransactionToken":{},"eventId":1.5,"sdkKey":[]"#,
    ] {
        let fields = format!(r#"{other},"url":"https://verify.socure.com/x""#);
        for (dialect, words) in OWED {
            let update = read(dialect, Source::Start, &answer(words, &docv(&fields)));
            let ProviderOutcome::DocumentsRequired(Some(capture)) = update.outcome else {
                panic!("{dialect:?}: {:?}", update.outcome.state_kind());
            };
            assert_eq!(capture.url.expose(), "https://verify.socure.com/x");
            assert!(capture.qr_png.is_none());
        }
    }
}

#[test]
fn capture_keeps_all_its_fields() {
    for (dialect, words) in OWED {
        let docv = DOCV.replace(r#""sdkKey":"""#, r#""sdkKey":"pk""#);
        let evidence = read(dialect, Source::Start, &answer(words, &docv));
        let ProviderOutcome::DocumentsRequired(Some(capture)) = evidence.outcome else {
            panic!("no capture: {evidence:?}");
        };
        assert_eq!(capture.url.expose(), "https://verify.socure.com/x");
        assert_eq!(capture.token.expose(), "t");
        assert_eq!(
            (capture.sdk_key.as_str(), capture.event_id.as_str()),
            ("pk", "e")
        );
        assert_eq!(capture.offered_at, NOW);
        assert_eq!(capture.expires_at, NOW + Duration::minutes(20));
        assert_eq!(capture.ends_at(), capture.expires_at);
    }
}

#[test]
fn stored_words_are_bounded() {
    let long = "x".repeat(500);
    for dialect in Dialect::ALL {
        let evidence = read(
            dialect,
            Source::Start,
            &answer([&long, "a\\u0007", "b"], ""),
        );
        assert_eq!(evidence.status.decision.len(), 60);
        let mut words = vec![evidence.status.decision.chars().count()];
        words.extend([
            evidence.status.status.len(),
            evidence.status.sub_status.len(),
        ]);
        assert_eq!(words, [60, 1, 1]);
    }
}

#[test]
fn provider_id_is_opaque() {
    for dialect in Dialect::ALL {
        for id in [
            "a b",
            " a ",
            "été",
            "身份",
            "a/b?c=d&e+f%20",
            &"x".repeat(300),
        ] {
            let body = format!(r#"{{"status":{{"decision":"","externalId":"{id}"}}}}"#);
            let update = read(dialect, Source::Start, &body);
            assert_eq!(
                update.external_id.as_ref().map(ExternalId::as_str),
                Some(id)
            );
        }
    }
}

#[test]
fn provider_id_with_a_control_character_is_a_fault() {
    for dialect in Dialect::ALL {
        for id in [
            "a\\n",
            "\\u0000",
            "\\u007f",
            "a\\u0085b",
            &"x".repeat(1_025),
        ] {
            let body = format!(r#"{{"status":{{"decision":"","externalId":"{id}"}}}}"#);
            let read = try_read(dialect, Source::Start, &body);
            assert!(matches!(read, Err(ReadError::UnusableId)), "{id}");
        }
        let body = r#"{"status":{"decision":"","externalId":""}}"#;
        assert_eq!(read(dialect, Source::Start, body).external_id, None);
    }
}

#[test]
fn absent_null_empty_and_unknown_fields_are_accepted() {
    for (dialect, words) in OWED {
        let [decision, status, sub] = words;
        let full = answer(words, "");
        let bare = read(dialect, Source::Status, &full).outcome;
        for rest in [
            r#","docv":null"#,
            r#","docv":{}"#,
            r#","docv":{"sdkKey":"","docvTransactionToken":"","eventId":"","qrCode":"","url":""}"#,
            r#","docv":{"sdkKey":null,"docvTransactionToken":null,"eventId":null,"qrCode":null,"url":null}"#,
            r#","participantId":null,"account":null,"provisionedAccount":null"#,
            r#","participantId":"","account":"","provisionedAccount":"""#,
            r#","details":[1,{"x":null}],"usedCount":"42","amount":{"value":"50.00"}"#,
        ] {
            let evidence = read(dialect, Source::Status, &answer(words, rest));
            assert_eq!(evidence.outcome, bare, "{dialect:?} {rest}");
        }
        // Each word may be missing or `null`, and an id may be a bare number.
        let sparse = format!(
            r#"{{"status":{{"decision":"{decision}","status":"{status}","subStatus":"{sub}","externalId":4711,"new":true}}}}"#
        );
        let evidence = read(dialect, Source::Status, &sparse);
        assert_eq!(evidence.outcome, bare);
        assert_eq!(
            evidence.external_id.as_ref().map(ExternalId::as_str),
            Some("4711")
        );
        for nothing in [
            r#"{"status":{}}"#,
            r#"{"status":{"decision":null,"status":null,"subStatus":null,"externalId":null}}"#,
        ] {
            let evidence = read(dialect, Source::Status, nothing);
            assert_eq!(evidence.status, ProviderStatus::default());
            assert!(!evidence.outcome.state_kind().is_final());
            assert!(
                !evidence.is_conclusive_for(1),
                "{dialect:?}: it shows no inquiry"
            );
        }
    }
}

#[test]
fn prefill_status_is_no_proof_of_a_start() {
    for dialect in Dialect::ALL {
        for status in ["otp_sent", "prefill_complete", "Prefill Complete"] {
            let evidence = read(
                dialect,
                Source::Status,
                &answer(["pending", status, ""], ""),
            );
            assert_eq!(
                evidence.outcome,
                ProviderOutcome::NotStarted,
                "{dialect:?} {status}"
            );
            assert!(
                evidence.recognised && !evidence.is_conclusive_for(1),
                "{dialect:?}"
            );
        }
    }
}

#[test]
fn body_of_another_shape_is_unreadable() {
    for dialect in Dialect::ALL {
        for body in [
            "",
            "null",
            "[]",
            "{}",
            r#"{"status":null}"#,
            r#"{"status":"approved"}"#,
            r#"{"status":[]}"#,
            r#"{"status":["approved","complete","","ext_1"]}"#,
            r#"[{"decision":"approved","status":"complete"}]"#,
            r#"{"status":{"decision":{"is":"approved"}}}"#,
            r#"{"status":{"decision":true}}"#,
            r#"{"status":{"decision":"approved"}"#,
            r#"{"code":5,"message":"not found","details":[]}"#,
        ] {
            assert!(try_read(dialect, Source::Status, body).is_err(), "{body}");
        }
    }
}
