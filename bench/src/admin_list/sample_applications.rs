//! Sample applications like those of an installation after two years: most are
//! decided, some wait, and many share a name.

use kyc::{
    application::Application,
    form::Draft,
    id::{ApplicationId, Reference, SessionToken, UserId},
    state::{State, StateKind, UpdateLog},
};
use time::{Duration, OffsetDateTime};

/// The age of the oldest application, in minutes.
const MAX_AGE_MINUTES: u64 = 2 * 365 * 24 * 60;

/// The number of applications per thousand in each state.
const STATES: [(StateKind, u64); 12] = [
    (StateKind::Approved, 620),
    (StateKind::Denied, 120),
    (StateKind::Draft, 110),
    (StateKind::Expired, 50),
    (StateKind::DocumentsRequired, 30),
    (StateKind::ManualReview, 20),
    (StateKind::Resubmit, 15),
    (StateKind::DocumentsUnderReview, 12),
    (StateKind::Parked, 10),
    (StateKind::Processing, 6),
    (StateKind::Provisioning, 5),
    (StateKind::Submitting, 2),
];

/// A deterministic pseudo-random number below `of`, from `n` and `salt`.
pub(super) fn pick(n: u64, salt: u64, of: u64) -> u64 {
    let mut x = n
        .wrapping_mul(0x9e37_79b9_7f4a_7c15)
        .wrapping_add(salt.wrapping_mul(0xd1b5_4a32_d192_ed03));
    x ^= x >> 29;
    x = x.wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (x ^ (x >> 32)) % of
}

/// The state of application `n`.
pub(super) fn state(n: u64) -> StateKind {
    let mut left = pick(n, 1, 1_000);
    for (kind, share) in STATES {
        if left < share {
            return kind;
        }
        left -= share;
    }
    StateKind::Approved
}

/// Application `n` of `of` in id order. Its opening time is independent of that
/// order.
pub(super) fn application(n: u64, of: u64, now: OffsetDateTime) -> Application {
    let mut bytes = [0; 16];
    // Even spacing: inserts happen in id order.
    let high = u128::from(n) * (u128::from(u64::MAX) / u128::from(of));
    bytes[..8].copy_from_slice(&(high as u64).to_be_bytes());
    bytes[8..].copy_from_slice(&pick(n, 2, u64::MAX).to_be_bytes());
    let opened_at = now - Duration::minutes(pick(n, 3, MAX_AGE_MINUTES) as i64);
    let bytes_of_n = (n + 1).to_be_bytes();
    let mut reference = [0; 5];
    reference.copy_from_slice(&bytes_of_n[3..]);
    Application {
        id: ApplicationId::new(bytes),
        user_id: UserId::from_entropy(bytes),
        reference: Reference::from_entropy(reference),
        session_token: SessionToken::from_entropy(bytes),
        version: 9,
        created_at: opened_at,
        updated_at: opened_at,
        since: opened_at,
        submitted_at: None,
        external_id: None,
        draft: draft(n),
        state: State::Processing,
        update_log: UpdateLog::default(),
        attempts: 1,
        granted: 0,
        polled_at: None,
    }
}

/// More than half share one name, so a search for it has a page 10,000.
fn draft(n: u64) -> Draft {
    let text = str::to_owned;
    let mut draft = Draft::default();
    let (given, family) = if pick(n, 4, 100) < 55 {
        (text("John"), text("Doe"))
    } else {
        let letter = |salt| char::from(b'a' + pick(n, salt, 26) as u8);
        let given = format!("A{}{}", letter(5), letter(6));
        (given, format!("Smith-{}{}", letter(7), letter(8)))
    };
    draft.contact.typed.email = format!("person.{n}@example.com");
    draft.contact.typed.phone = text("+1 555 123 4567");
    draft.name.typed.given = given;
    draft.name.typed.family = family;
    draft.birth.typed.year = text("1990");
    draft.birth.typed.month = text("1");
    draft.birth.typed.day = text("15");
    draft.address.typed.line1 = text("123 Main Street");
    draft.address.typed.city = text("New York");
    draft.address.typed.state = text("NY");
    draft.address.typed.postal = text("10001");
    draft
}
