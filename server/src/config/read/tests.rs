//! Tests of the reader with valid, faulty and missing variables.

mod database;

use super::*;
use crate::{
    config::{OAuthClient, ProviderCredentials},
    test_support::ClientKeys,
};

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
fn development_settings_have_defaults() {
    let settings = with(&[]).expect("defaults are sound");
    assert_eq!(settings.mode, Mode::Development);
    assert!(settings.provider.is_none());
    assert_eq!(settings.public_url.as_str(), "http://127.0.0.1:3000/");
    assert!(!settings.is_secure());
    // The lower cost and the shorter waits are for tests: no variable leads to them.
    assert_eq!(settings.password_cost, PasswordCost::FULL);
    assert_eq!(settings.waits, Waits::PRODUCT);
}

#[test]
fn site_folder_setting_overrides_the_embedded_site() {
    let default = with(&[]).expect("defaults are sound").site;
    let on_disk = (!cfg!(feature = "embedded-site")).then(|| PathBuf::from("target/site"));
    assert_eq!(default, on_disk);
    let named = with(&[("VESTIBULE_SITE", "/srv/site")]).expect("a folder");
    assert_eq!(named.site, Some(PathBuf::from("/srv/site")));
}

#[test]
fn provider_name_has_one_to_sixty_printable_characters() {
    let name = |text| with(&[("KYC_PROVIDER_NAME", text)]).map(|it| it.provider_name);
    assert_eq!(name(" "), Ok(None));
    assert_eq!(name(" Socure "), Ok(Some("Socure".to_owned())));
    let longest = "é".repeat(60);
    assert_eq!(name(&longest), Ok(Some(longest.clone())));
    for wrong in [&*"é".repeat(61), "So\ncure"] {
        let faults = name(wrong).expect_err("not a name");
        assert_eq!(faults[0].name, "KYC_PROVIDER_NAME");
    }
}

#[test]
fn invalid_settings_are_all_reported_at_once() {
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
fn production_requires_settings_and_refuses_plain_http() {
    let faults = with(&[("VESTIBULE_MODE", "production")]).expect_err("nothing is named");
    assert!(faults.len() >= 4, "{faults:?}");
    let sound = [
        ("VESTIBULE_MODE", "production"),
        ("VESTIBULE_PUBLIC_URL", "https://onboarding.example.com"),
        ("DATABASE_URL", "sqlite:/var/lib/vestibule/db"),
        ("VESTIBULE_KEY_FILE", "/etc/vestibule.key"),
        ("KYC_BASE_URL", "https://kyc.example.com"),
        ("KYC_TOKEN", "secret"),
        ("VESTIBULE_TRUSTED_PROXIES", "none"),
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
fn settings_debug_output_has_no_secrets() {
    let settings = with(&[
        ("KYC_BASE_URL", "https://k.example.com"),
        ("KYC_TOKEN", "hush"),
    ]);
    assert!(!format!("{:?}", settings.expect("sound")).contains("hush"));
}

/// OAuth client variables without the key file.
const CLIENT: [(&str, &str); 3] = [
    ("KYC_BASE_URL", "https://kyc.example.com/"),
    ("KYC_CLIENT_ID", "client_1"),
    ("KYC_TOKEN_URL", "https://auth.example.com/oauth/token"),
];

fn names(settings: Result<Settings, Vec<Fault>>) -> Vec<&'static str> {
    let faults = settings.expect_err("faults");
    faults.into_iter().map(|fault| fault.name).collect()
}

#[test]
fn provider_credentials_are_a_token_or_a_client_not_both() {
    let key = ClientKeys::get().file();
    let key = ("KYC_CLIENT_KEY_FILE", key.path().to_str().expect("UTF-8"));
    let client = [&CLIENT[..], &[key]].concat();
    let settings = with(&client).expect("a client");
    assert!(format!("{settings:?}").contains("[client redacted]"));
    let provider = settings.provider.expect("a provider");
    let ProviderCredentials::Client(oauth) = provider.credentials else {
        panic!("a token");
    };
    assert_eq!(oauth.id, "client_1");
    assert_eq!(oauth.token_url.as_str(), CLIENT[2].1);
    assert_eq!(oauth.audience, "https://kyc.example.com");
    let named = [&client[..], &[("KYC_AUDIENCE", "kyc")]].concat();
    let provider = with(&named).expect("a client").provider;
    assert!(matches!(
        provider.expect("a provider").credentials,
        ProviderCredentials::Client(OAuthClient { audience, .. }) if audience == "kyc"
    ));

    let both = [&client[..], &[("KYC_TOKEN", "hush")]].concat();
    assert_eq!(names(with(&both)), ["KYC_TOKEN"]);
    assert_eq!(names(with(&CLIENT[..1])), ["KYC_TOKEN"]);
    assert_eq!(names(with(&CLIENT)), ["KYC_CLIENT_KEY_FILE"]);
    let rest = ["KYC_CLIENT_KEY_FILE", "KYC_TOKEN_URL"];
    assert_eq!(names(with(&CLIENT[..2])), rest);
    let audience = [CLIENT[0], ("KYC_AUDIENCE", "kyc")];
    let all = ["KYC_CLIENT_ID", "KYC_CLIENT_KEY_FILE", "KYC_TOKEN_URL"];
    assert_eq!(names(with(&audience)), all);
    let token = [CLIENT[0], ("KYC_TOKEN", "two words")];
    assert_eq!(names(with(&token)), ["KYC_TOKEN"]);
}

#[test]
fn production_client_requires_a_token_url_with_https() {
    let key = ClientKeys::get().file();
    let mut vars = vec![
        ("VESTIBULE_MODE", "production"),
        ("VESTIBULE_PUBLIC_URL", "https://onboarding.example.com"),
        ("DATABASE_URL", "sqlite:/var/lib/vestibule/db"),
        ("VESTIBULE_KEY_FILE", "/etc/vestibule.key"),
        ("VESTIBULE_TRUSTED_PROXIES", "10.0.0.0/8"),
        ("KYC_CLIENT_KEY_FILE", key.path().to_str().expect("UTF-8")),
    ];
    vars.extend(CLIENT);
    assert!(with(&vars).is_ok());
    let last = vars.len() - 1;
    vars[last].1 = "http://auth.example.com/oauth/token";
    assert_eq!(names(with(&vars)), ["KYC_TOKEN_URL"]);
}

#[test]
fn production_names_its_proxies_and_never_all_addresses() {
    let production = |proxies: &[(&'static str, &'static str)]| {
        let sound = [
            ("VESTIBULE_MODE", "production"),
            ("VESTIBULE_PUBLIC_URL", "https://onboarding.example.com"),
            ("DATABASE_URL", "sqlite:/var/lib/vestibule/db"),
            ("VESTIBULE_KEY_FILE", "/etc/vestibule.key"),
            ("KYC_BASE_URL", "https://kyc.example.com"),
            ("KYC_TOKEN", "secret"),
        ];
        with(&[&sound[..], proxies].concat())
    };
    let named = |networks| production(&[("VESTIBULE_TRUSTED_PROXIES", networks)]);
    assert_eq!(names(production(&[])), ["VESTIBULE_TRUSTED_PROXIES"]);
    assert!(named("none").expect("an answer").trusted_proxies.is_empty());
    assert_eq!(
        named("10.0.0.0/8,::1/128")
            .expect("networks")
            .trusted_proxies
            .len(),
        2
    );
    for wrong in [
        "0.0.0.0/0",
        "::/0",
        "10.0.0.0/8,0.0.0.0/0",
        "10.0.0.0/8,none",
    ] {
        assert_eq!(
            names(named(wrong)),
            ["VESTIBULE_TRUSTED_PROXIES"],
            "{wrong}"
        );
        // In development, too.
        let development = with(&[("VESTIBULE_TRUSTED_PROXIES", wrong)]);
        assert_eq!(names(development), ["VESTIBULE_TRUSTED_PROXIES"], "{wrong}");
    }
}

#[test]
fn credentials_in_an_address_are_refused_and_never_printed() {
    for (name, url) in [
        ("VESTIBULE_PUBLIC_URL", "https://ann:hush@kyc.example.com"),
        ("VESTIBULE_PUBLIC_URL", "https://hush@kyc.example.com"),
        ("KYC_BASE_URL", "https://:hush@kyc.example.com"),
    ] {
        let faults = with(&[(name, url), ("KYC_TOKEN", "t")]).expect_err(name);
        assert_eq!(faults[0].name, name);
        assert!(!format!("{faults:?}").contains("hush"));
    }
}

#[test]
fn sandbox_listens_on_a_public_address_in_a_demo_only() {
    for (name, address) in [
        ("VESTIBULE_ADDR", "0.0.0.0:3000"),
        ("VESTIBULE_ADDR", "[::]:3000"),
        ("VESTIBULE_ADDR", "192.0.2.7:3000"),
        ("VESTIBULE_SANDBOX_ADDR", "0.0.0.0:3001"),
    ] {
        assert_eq!(names(with(&[(name, address)])), [name], "{address}");
        let lookup = |variable: &str| (variable == name).then(|| address.to_owned());
        assert!(read_with(&lookup, SandboxAddress::Any).is_ok(), "{address}");
        let provider = [
            (name, address),
            ("KYC_BASE_URL", "http://127.0.0.1:9"),
            ("KYC_TOKEN", "t"),
        ];
        assert!(with(&provider).is_ok(), "no sandbox: {address}");
    }
    for address in ["127.0.0.1:3000", "[::1]:3000", "[::ffff:127.0.0.1]:3000"] {
        assert!(with(&[("VESTIBULE_ADDR", address)]).is_ok(), "{address}");
    }
}

#[test]
fn token_comes_from_a_private_file() {
    use std::os::unix::fs::PermissionsExt;
    let file = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(file.path(), "secret\n").expect("written");
    let path = file.path().to_str().expect("UTF-8");
    let base = ("KYC_BASE_URL", "https://kyc.example.com");
    let named = [base, ("KYC_TOKEN_FILE", path)];
    let provider = with(&named).expect("a token").provider;
    assert!(matches!(
        provider.expect("a provider").credentials,
        ProviderCredentials::Token(token) if token == "secret"
    ));
    let both = [base, ("KYC_TOKEN_FILE", path), ("KYC_TOKEN", "t")];
    assert_eq!(names(with(&both)), ["KYC_TOKEN_FILE"]);
    let missing = [base, ("KYC_TOKEN_FILE", "/nowhere/token")];
    assert_eq!(names(with(&missing)), ["KYC_TOKEN_FILE"]);
    let open = std::fs::Permissions::from_mode(0o644);
    std::fs::set_permissions(path, open).expect("open");
    assert_eq!(names(with(&named)), ["KYC_TOKEN_FILE"]);
}

#[test]
fn prefill_countries_are_iso_codes() {
    let countries = |text| with(&[("KYC_PREFILL_COUNTRIES", text)]);
    assert_eq!(with(&[]).expect("sound").policy.prefill_countries, ["US"]);
    let widened = countries("US, CA").expect("sound").policy;
    assert_eq!(widened.prefill_countries, ["US", "CA"]);
    for wrong in ["us", "USA", ",", "U1"] {
        assert_eq!(
            names(countries(wrong)),
            ["KYC_PREFILL_COUNTRIES"],
            "{wrong}"
        );
    }
}

/// Sound settings of production.
const PRODUCTION: [(&str, &str); 7] = [
    ("VESTIBULE_MODE", "production"),
    ("VESTIBULE_PUBLIC_URL", "https://onboarding.example.com"),
    ("DATABASE_URL", "sqlite:/var/lib/vestibule/db"),
    ("VESTIBULE_KEY_FILE", "/etc/vestibule.key"),
    ("VESTIBULE_TRUSTED_PROXIES", "none"),
    ("KYC_BASE_URL", "https://kyc.example.com"),
    ("KYC_TOKEN", "secret"),
];

#[test]
fn daily_limits_apply_in_production_or_when_named() {
    let daily = |pairs: &[_]| with(pairs).expect("sound").policy.daily;
    let none = kyc::budget::DailyLimits {
        codes_of_phone: Some(3),
        ..kyc::budget::DailyLimits::default()
    };
    assert_eq!(daily(&[]), none);
    assert_eq!(daily(&[("KYC_STARTS_A_DAY", "7")]).starts, Some(7));
    let production = [&PRODUCTION[..], &[("KYC_PREFILL_BUDGET_A_DAY", "0")]].concat();
    let expected = kyc::budget::DailyLimits {
        starts: Some(5_000),
        starts_of_ssn: Some(10),
        ..none
    };
    assert_eq!(daily(&production), expected);
}

#[test]
fn least_time_applies_in_production_or_when_named() {
    let least = |pairs: &[_]| with(pairs).map(|it| it.policy.least_time.whole_seconds());
    assert_eq!(least(&[]), Ok(0));
    assert_eq!(least(&[("KYC_LEAST_SECONDS", "7")]), Ok(7));
    assert!(least(&[("KYC_LEAST_SECONDS", "601")]).is_err());
    assert_eq!(least(&PRODUCTION), Ok(20));
}

#[test]
fn security_contact_is_an_email_or_an_address() {
    let contact = |text| {
        let settings = with(&[("VESTIBULE_SECURITY_CONTACT", text)]);
        settings.map(|it| it.security_contact.map(|url| url.to_string()))
    };
    assert_eq!(contact(""), Ok(None));
    for (text, expected) in [
        ("security@example.com", "mailto:security@example.com"),
        ("mailto:security@example.com", "mailto:security@example.com"),
        ("tel:+1-201-555-0123", "tel:+1-201-555-0123"),
        (" https://example.com/report ", "https://example.com/report"),
    ] {
        assert_eq!(contact(text), Ok(Some(expected.to_owned())), "{text}");
    }
    for wrong in [
        "security",
        "http://example.com",
        "mailto:",
        "javascript:alert(1)",
        "a@example.com\nPolicy: https://evil.example",
    ] {
        let faults = contact(wrong).expect_err(wrong);
        assert_eq!(faults[0].name, "VESTIBULE_SECURITY_CONTACT");
    }
    let policy = |text| with(&[("VESTIBULE_SECURITY_POLICY", text)]).is_ok();
    assert!(policy("https://example.com/security") && !policy("example.com"));
}
