//! Variables of the admin.

use super::SettingsReader;
use kyc::admin::session::StaffSessionTimeouts;

/// Session timeouts of the admin.
pub(super) fn terms(r: &mut SettingsReader<'_>) -> StaffSessionTimeouts {
    let minutes = |number: u32| time::Duration::minutes(number.into());
    StaffSessionTimeouts {
        idle: minutes(r.number("VESTIBULE_DESK_IDLE_MINUTES", 5, 60)),
        absolute: minutes(r.number("VESTIBULE_DESK_ABSOLUTE_MINUTES", 30, 1440)),
        fresh: minutes(r.number("VESTIBULE_DESK_FRESH_MINUTES", 1, 10)),
        most: r.number("VESTIBULE_DESK_SESSIONS", 1, 20),
    }
}
