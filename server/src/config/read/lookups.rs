//! Variables of the optional lookups.

use super::SettingsReader;
use crate::config::{Dialect, Helpers};

pub(super) fn read(r: &mut SettingsReader<'_>, dialect: Dialect) -> Helpers {
    let helpers = Helpers {
        prefill: r.switch("KYC_PREFILL"),
        referrals: r.switch("KYC_REFERRALS"),
    };
    if helpers.referrals && !dialect.has_referral_codes() {
        r.fault("KYC_REFERRALS", "off: dialect c has no question about them");
    }
    helpers
}
