//! TOTP codes (RFC 6238): SHA-1, six digits, thirty seconds. Every authenticator app supports these
//! parameters.

use kyc::{
    admin::{AccountName, reviewer::TotpSecret, service::CODE_DIGITS as DIGITS},
    value::code,
};
use time::OffsetDateTime;
use totp_rs::{Algorithm, Builder, Secret, Totp};

/// Accepted clock deviation in time steps, in both directions.
const SKEW: u16 = 1;

fn totp(secret: &TotpSecret, firm: &str, account: &str) -> Option<Totp> {
    // A colon separates issuer and account in the URL.
    let firm = firm.replace(':', " ");
    Builder::new()
        .with_algorithm(Algorithm::SHA1)
        .with_digits(6)
        .with_step_duration(30)
        .with_skew(SKEW)
        .with_secret(Secret::from(secret.0.to_vec()))
        .with_issuer(Some(firm))
        .with_account_name(account)
        .build()
        .ok()
}

/// Time step that the code belongs to, if it is valid now.
pub(super) fn step(secret: &TotpSecret, code: &str, now: OffsetDateTime) -> Option<u64> {
    let digits = code::digits(code, DIGITS)?;
    let now = u64::try_from(now.unix_timestamp()).ok()?;
    totp(secret, "x", "x")?.check(&digits, now)
}

/// URL for the setup of an authenticator app.
pub(super) fn setup(secret: &TotpSecret, firm: &str, account: &AccountName) -> String {
    let totp = totp(secret, firm, account.as_str());
    totp.and_then(|totp| totp.to_url().ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use zeroize::Zeroizing;

    /// Secret of RFC 6238; its codes are the last six digits of the test vectors.
    fn secret() -> TotpSecret {
        TotpSecret(Zeroizing::new(b"12345678901234567890".to_vec()))
    }

    fn at(seconds: i64) -> OffsetDateTime {
        OffsetDateTime::from_unix_timestamp(seconds).expect("a time")
    }

    #[test]
    fn rfc_codes_are_accepted_within_one_step() {
        for (code, seconds, step_is) in [
            ("287082", 59, Some(1)),
            ("287 082", 89, Some(1)),
            ("287-082", 59, Some(1)),
            ("287–082", 59, Some(1)),
            ("287.082", 59, Some(1)),
            ("\u{200e}287082\u{feff}", 59, Some(1)),
            ("２８７０８２", 59, Some(1)),
            ("2870B2", 59, None),
            ("081804", 1_111_111_109, Some(37_037_036)),
            ("287082", 121, None),
            ("287083", 59, None),
            ("", 59, None),
            ("28708", 59, None),
            ("2870821", 59, None),
            ("x87082", 59, None),
        ] {
            assert_eq!(
                step(&secret(), code, at(seconds)),
                step_is,
                "{code} at {seconds}"
            );
        }
    }

    #[test]
    fn setup_url_has_issuer_account_and_secret() {
        let name = AccountName::parse("jane.smith").expect("a name");
        let url = setup(&secret(), "Meridian: Trading", &name);
        assert!(
            url.starts_with("otpauth://totp/Meridian%20%20Trading:jane.smith?secret=GEZDGNBV"),
            "{url}"
        );
        assert!(url.contains("issuer=Meridian%20%20Trading"), "{url}");
    }
}
