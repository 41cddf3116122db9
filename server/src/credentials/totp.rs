//! The codes of authenticator apps (RFC 6238): SHA-1, six digits, thirty
//! seconds, which is all that every app can do.

use kyc::admin::{AccountName, reviewer::TotpSecret};
use time::OffsetDateTime;
use totp_rs::{Algorithm, Builder, Secret, Totp};

/// How many steps a clock may be off, either way.
const SKEW: u16 = 1;

fn totp(secret: &TotpSecret, firm: &str, account: &str) -> Option<Totp> {
    // A colon parts issuer and account in the address.
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

/// The step of the code that is shown about now, if this is it.
pub(super) fn step(secret: &TotpSecret, code: &str, now: OffsetDateTime) -> Option<u64> {
    let digits: String = code
        .chars()
        .filter(|c| !c.is_whitespace())
        .take(7)
        .collect();
    let now = u64::try_from(now.unix_timestamp()).ok()?;
    totp(secret, "x", "x")?.check(&digits, now)
}

/// The address that an app is set up by.
pub(super) fn setup(secret: &TotpSecret, firm: &str, account: &AccountName) -> String {
    let totp = totp(secret, firm, account.as_str());
    totp.and_then(|totp| totp.to_url().ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use zeroize::Zeroizing;

    /// RFC 6238's secret, whose codes are its test vectors' last six digits.
    fn secret() -> TotpSecret {
        TotpSecret(Zeroizing::new(b"12345678901234567890".to_vec()))
    }

    fn at(seconds: i64) -> OffsetDateTime {
        OffsetDateTime::from_unix_timestamp(seconds).expect("a time")
    }

    #[test]
    fn the_rfcs_codes_are_taken_within_one_step() {
        for (code, seconds, step_is) in [
            ("287082", 59, Some(1)),
            ("287 082", 89, Some(1)),
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
    fn an_app_learns_firm_account_and_secret() {
        let name = AccountName::parse("jane.smith").expect("a name");
        let url = setup(&secret(), "Meridian: Trading", &name);
        assert!(
            url.starts_with("otpauth://totp/Meridian%20%20Trading:jane.smith?secret=GEZDGNBV"),
            "{url}"
        );
        assert!(url.contains("issuer=Meridian%20%20Trading"), "{url}");
    }
}
