//! The configuration of webhooks.

use super::sender::{OTHER_SECRET, SECRET};
use server::{Settings, config::Fault};
use std::{fs, os::unix::fs::PermissionsExt};

fn read(pairs: &[(&str, &str)]) -> Result<Settings, Vec<Fault>> {
    server::config::read(&|name| {
        let pair = pairs.iter().rfind(|(known, _)| *known == name);
        pair.map(|(_, value)| (*value).to_owned())
    })
}

/// The faulty variables.
fn faults(pairs: &[(&str, &str)]) -> Vec<&'static str> {
    let faults = read(pairs).err().unwrap_or_default();
    faults.into_iter().map(|fault| fault.name).collect()
}

const PRODUCTION: [(&str, &str); 7] = [
    ("VESTIBULE_MODE", "production"),
    ("VESTIBULE_PUBLIC_URL", "https://onboarding.example.com"),
    ("DATABASE_URL", "sqlite:/var/lib/vestibule/db"),
    ("VESTIBULE_KEY_FILE", "/etc/vestibule.key"),
    ("KYC_BASE_URL", "https://kyc.example.com"),
    ("KYC_TOKEN", "secret"),
    ("VESTIBULE_TRUSTED_PROXIES", "none"),
];

#[test]
fn dialect_c_in_production_needs_a_secret_or_webhooks_off() {
    let with = |more: &[(&'static str, &'static str)]| faults(&[&PRODUCTION[..], more].concat());
    assert_eq!(with(&[("KYC_DIALECT", "c")]), ["KYC_WEBHOOK_SECRETS"]);
    for sound in [
        &[("KYC_DIALECT", "a")][..],
        &[("KYC_DIALECT", "b")],
        &[("KYC_DIALECT", "c"), ("KYC_WEBHOOKS", "off")],
        &[("KYC_DIALECT", "c"), ("KYC_WEBHOOK_SECRETS", SECRET)],
    ] {
        assert_eq!(with(sound), [""; 0], "{sound:?}");
    }
    assert_eq!(faults(&[("KYC_DIALECT", "c")]), [""; 0], "to try it");
}

#[test]
fn webhook_secrets_come_from_a_variable_or_a_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("secrets");
    let name = path.to_str().expect("UTF-8");
    assert_eq!(
        faults(&[("KYC_WEBHOOK_SECRETS_FILE", name)]),
        ["KYC_WEBHOOK_SECRETS_FILE"],
        "it is not there"
    );
    fs::write(&path, format!("{SECRET}\n{OTHER_SECRET}\n")).expect("written");
    for (mode, expected) in [(0o644, &["KYC_WEBHOOK_SECRETS_FILE"][..]), (0o600, &[])] {
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).expect("set");
        assert_eq!(faults(&[("KYC_WEBHOOK_SECRETS_FILE", name)]), expected);
    }
    let settings = read(&[("KYC_WEBHOOK_SECRETS_FILE", name)]).expect("sound");
    assert_eq!(settings.webhooks.secrets.first(), Some(SECRET));
    assert_eq!(
        faults(&[
            ("KYC_WEBHOOK_SECRETS_FILE", name),
            ("KYC_WEBHOOK_SECRETS", SECRET)
        ]),
        ["KYC_WEBHOOK_SECRETS_FILE"]
    );
    assert_eq!(
        faults(&[("KYC_WEBHOOK_SECRETS", "hush")]),
        ["KYC_WEBHOOK_SECRETS"]
    );
    assert_eq!(faults(&[("KYC_WEBHOOKS", "perhaps")]), ["KYC_WEBHOOKS"]);
}

#[test]
fn webhook_secrets_are_never_printed() {
    let settings = read(&[("KYC_WEBHOOK_SECRETS", SECRET)]).expect("sound");
    assert!(!format!("{settings:?}").contains("MfKQ9"));
    let faults = read(&[("KYC_WEBHOOK_SECRETS", "whsec_hushhush")]).expect_err("no secret");
    assert!(
        !format!("{faults:?} {}", faults[0]).contains("hush"),
        "{faults:?}"
    );
}
