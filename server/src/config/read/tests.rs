//! The reader against sound, faulty and missing variables.

use super::*;

fn with(pairs: &[(&str, &str)]) -> Result<Settings, Vec<Fault>> {
    let pairs: Vec<_> = pairs
        .iter()
        .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
        .collect();
    read(&move |name| {
        pairs
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, v)| v.clone())
    })
}

#[test]
fn nothing_needs_to_be_set_to_try_it() {
    let settings = with(&[]).expect("defaults are sound");
    assert_eq!(settings.mode, Mode::Development);
    assert!(settings.upstream.is_none());
    assert_eq!(settings.public_url.as_str(), "http://127.0.0.1:3000/");
    assert!(!settings.is_secure());
}

#[test]
fn all_faults_are_found_at_once() {
    let faults = with(&[
        ("VESTIBULE_ADDR", "here"),
        ("VESTIBULE_MINIMUM_AGE", "12"),
        ("VESTIBULE_SERVED_STATES", "NY,ZZ"),
        ("KYC_BASE_URL", "http://127.0.0.1:9"),
        ("VESTIBULE_LOG_FORMAT", "xml"),
    ])
    .expect_err("five faults");
    let names: Vec<_> = faults.iter().map(|fault| fault.name).collect();
    let expected = [
        "VESTIBULE_ADDR",
        "KYC_TOKEN",
        "VESTIBULE_SERVED_STATES",
        "VESTIBULE_MINIMUM_AGE",
        "VESTIBULE_LOG_FORMAT",
    ];
    for name in expected {
        assert!(names.contains(&name), "{name} is not reported: {names:?}");
    }
}

#[test]
fn production_wants_what_matters_named_and_refuses_plain_http() {
    let faults = with(&[("VESTIBULE_MODE", "production")]).expect_err("nothing is named");
    assert!(faults.len() >= 4, "{faults:?}");
    let sound = [
        ("VESTIBULE_MODE", "production"),
        ("VESTIBULE_PUBLIC_URL", "https://onboarding.example.com"),
        ("DATABASE_URL", "sqlite:/var/lib/vestibule/db"),
        ("VESTIBULE_KEY_FILE", "/etc/vestibule.key"),
        ("KYC_BASE_URL", "https://kyc.example.com"),
        ("KYC_TOKEN", "secret"),
    ];
    let settings = with(&sound).expect("everything is named");
    assert!(settings.is_secure());
    let mut plain = sound;
    plain[4].1 = "http://kyc.example.com";
    assert_eq!(
        with(&plain).expect_err("plain http")[0].name,
        "KYC_BASE_URL"
    );
}

#[test]
fn secrets_do_not_print() {
    let settings = with(&[
        ("KYC_BASE_URL", "https://k.example.com"),
        ("KYC_TOKEN", "hush"),
    ]);
    assert!(!format!("{:?}", settings.expect("sound")).contains("hush"));
}
