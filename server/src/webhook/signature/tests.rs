//! The published test vector and variations of it.

use super::*;
use http::{HeaderName, HeaderValue};
use time::Duration;

// Contract §6, "Test vector".
const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const ID: &str = "msg_p5jXN8AQM9LWM0D4loKWxJek";
const TIME: i64 = 1_614_265_330;
const BODY: &[u8] = br#"{"test": 2432232314}"#;
const SIGNATURE: &str = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

fn headers(pairs: &[(&str, &str)]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in pairs {
        let name = HeaderName::try_from(*name).expect("a name");
        headers.append(name, HeaderValue::from_str(value).expect("a value"));
    }
    headers
}

fn at(seconds: i64) -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp(TIME).expect("a time") + Duration::seconds(seconds)
}

/// Whether the vector's body is accepted under these headers, `seconds` after its timestamp.
fn taken(secrets: &str, pairs: &[(&str, &str)], seconds: i64) -> bool {
    let secrets = Secrets::parse(secrets).expect("secrets");
    let headers = headers(pairs);
    SignatureHeaders::of(&headers)
        .is_some_and(|heading| secrets.signed(&heading, BODY, at(seconds)))
}

fn vector<'a>(id: &'a str, time: &'a str, signature: &'a str) -> [(&'static str, &'a str); 3] {
    [
        ("webhook-id", id),
        ("webhook-timestamp", time),
        ("webhook-signature", signature),
    ]
}

#[test]
fn published_test_vector_is_accepted() {
    assert!(taken(SECRET, &vector(ID, "1614265330", SIGNATURE), 0));
}

#[test]
fn timestamp_is_accepted_within_five_minutes_either_way() {
    let signed = vector(ID, "1614265330", SIGNATURE);
    for (seconds, expected) in [(300, true), (301, false), (-300, true), (-301, false)] {
        assert_eq!(taken(SECRET, &signed, seconds), expected, "{seconds}");
    }
    for seconds in [6 * 60, 3 * 86_400] {
        assert!(!taken(SECRET, &signed, seconds));
    }
}

#[test]
fn any_secret_and_any_signature_suffices() {
    let other = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
    let signed = vector(ID, "1614265330", SIGNATURE);
    assert!(!taken(other, &signed, 0));
    for both in [
        format!("{SECRET},{other}"),
        format!("{other} {SECRET}"),
        format!("\n{other}\n{SECRET}\n"),
    ] {
        assert!(taken(&both, &signed, 0), "{both}");
    }
    let wrong = "v1,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    let several = format!("v1a,x {wrong} {SIGNATURE}");
    assert!(taken(SECRET, &vector(ID, "1614265330", &several), 0));
}

#[test]
fn malformed_signature_is_refused() {
    let crowd = format!("{}{SIGNATURE}", "v1,x ".repeat(999));
    for (id, time, signature) in [
        (ID, "1614265330", ""),
        (ID, "1614265330", "v1,"),
        (ID, "1614265330", "v1"),
        (ID, "1614265330", &SIGNATURE.replacen("v1", "v1a", 1)),
        (ID, "1614265330", &SIGNATURE.replacen("v1", "v2", 1)),
        (ID, "1614265330", &SIGNATURE.replacen("v1", "V1", 1)),
        (ID, "1614265330", &SIGNATURE.replace('=', "")),
        // The same bytes in non-canonical base64.
        (ID, "1614265330", &SIGNATURE.replace("OE=", "OF=")),
        (ID, "1614265330", &SIGNATURE.replace(',', ",,")),
        (ID, "1614265330", &SIGNATURE[..SIGNATURE.len() - 4]),
        (ID, "1614265330", &crowd),
        (ID, "+1614265330", SIGNATURE),
        (ID, "01614265330", SIGNATURE),
        (ID, "1614265330.0", SIGNATURE),
        (ID, " 1614265330", SIGNATURE),
        (ID, "", SIGNATURE),
        (ID, "9999999999999999999999", SIGNATURE),
        ("", "1614265330", SIGNATURE),
        (
            "msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330",
            "1614265330",
            SIGNATURE,
        ),
        (&"m".repeat(201), "1614265330", SIGNATURE),
    ] {
        let signed = vector(id, time, signature);
        assert!(!taken(SECRET, &signed, 0), "{signed:?}");
    }
    let whole = vector(ID, "1614265330", SIGNATURE);
    for n in 0..3 {
        let without: Vec<_> = [&whole[..n], &whole[n + 1..]].concat();
        assert!(!taken(SECRET, &without, 0), "without {:?}", whole[n]);
        let twice: Vec<_> = [&whole[..], &whole[n..=n]].concat();
        assert!(!taken(SECRET, &twice, 0), "twice {:?}", whole[n]);
    }
    assert!(!taken("", &whole, 0), "no secret, no message");
}

#[test]
fn shifted_field_boundaries_are_refused() {
    // The signed text "a.1.2.b" also matches id "a", timestamp 1 and body "2.b".
    let secrets = Secrets::parse(SECRET).expect("a secret");
    let pairs = headers(&vector("a", "1", "v1,x"));
    let heading = SignatureHeaders::of(&pairs).expect("a heading");
    let signed = STANDARD.encode(secrets.0[0].sign(&heading, b"2.b"));
    let now = OffsetDateTime::UNIX_EPOCH;
    let as_signed = headers(&vector("a", "1", &format!("v1,{signed}")));
    let heading = SignatureHeaders::of(&as_signed).expect("a heading");
    assert!(secrets.signed(&heading, b"2.b", now));
    let shifted = headers(&vector("a.1", "2", &format!("v1,{signed}")));
    assert!(SignatureHeaders::of(&shifted).is_none());
}

#[test]
fn invalid_secret_is_refused_and_secrets_do_not_print() {
    for wrong in [
        "hush",
        "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "whsec_",
        "whsec_c2hvcnQ=",
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS",
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw;",
        &format!("whsec_{}", "A".repeat(88)),
        &[SECRET; 5].join(" "),
        &format!("{SECRET} hush"),
    ] {
        assert_eq!(Secrets::parse(wrong).err(), Some(SecretsError), "{wrong}");
    }
    let secrets = Secrets::parse(SECRET).expect("a secret");
    assert_eq!(format!("{secrets:?}"), "1 [redacted]");
    assert_eq!(secrets.first(), Some(SECRET));
    assert!(Secrets::parse(" ,\n").expect("none").is_empty());
}
