//! Values that open, and values that do not.

use super::*;
use crate::system::SystemEntropy;

fn ring(bytes: &[u8]) -> Keyring {
    let keys: Vec<Secret> = bytes.iter().map(|&b| Zeroizing::new([b; 32])).collect();
    Keyring::of(&keys)
}

fn vault(bytes: &[u8]) -> Vault {
    let own = InstallationKeys {
        sessions: Zeroizing::new([3; 32]),
        audit: Zeroizing::new([4; 32]),
        search: Zeroizing::new([5; 32]),
        admin: Zeroizing::new([6; 32]),
        deliveries: Zeroizing::new([6; 32]),
    };
    Vault::new(Arc::new(ring(bytes)), own, Arc::new(SystemEntropy)).expect("a vault")
}

#[test]
fn sealed_value_opens_only_in_its_own_place() {
    let id = ApplicationId::new([1; 16]);
    let first = vault(&[7]).ring().ids()[0];
    let (key, sealed_key) = vault(&[7]).make_subject_key(id, first).expect("a key");
    let sealed = key.seal("applications.draft", 3, b"answers");
    let open = |id, column: &str, version| {
        let key = vault(&[7]).open_subject_key(id, Some(first.as_bytes()), &sealed_key)?;
        key.open(column, version, &sealed)
            .map(|plain| plain.to_vec())
    };
    assert_eq!(open(id, "applications.draft", 3), Ok(b"answers".to_vec()));
    assert_eq!(open(id, "applications.draft", 4), Err(SealError));
    assert_eq!(open(id, "applications.state", 3), Err(SealError));
    assert_eq!(
        open(ApplicationId::new([2; 16]), "applications.draft", 3),
        Err(SealError)
    );
    for others in [&[8][..], &[9, 8]] {
        let under = Some(&first.as_bytes()[..]);
        let opened = vault(others).open_subject_key(id, under, &sealed_key);
        assert!(opened.is_err());
        let opened = vault(others).open_subject_key(id, None, &sealed_key);
        assert!(opened.is_err());
    }
}

#[test]
fn key_is_found_by_its_id_or_by_trial() {
    let id = ApplicationId::new([1; 16]);
    let both = vault(&[9, 7]);
    let old = both.ring().ids()[1];
    let (key, sealed_key) = both.make_subject_key(id, old).expect("a key");
    let sealed = key.seal("column", 0, b"plain");
    for under in [Some(&old.as_bytes()[..]), None] {
        let key = both.open_subject_key(id, under, &sealed_key).expect("it");
        assert_eq!(
            key.open("column", 0, &sealed).as_deref(),
            Ok(&b"plain".to_vec())
        );
    }
    let anew = both.ring().ids()[0];
    let rewrapped = both.rewrap_subject_key(id, None, &sealed_key, anew);
    let rewrapped = rewrapped.expect("sealed anew");
    let after = vault(&[9]);
    let key = after.open_subject_key(id, Some(anew.as_bytes()), &rewrapped);
    assert!(key.expect("it").open("column", 0, &sealed).is_ok());
    assert!(after.open_subject_key(id, None, &sealed_key).is_err());
}

#[test]
fn installation_keys_open_only_under_their_own_name_and_kind() {
    let ring = ring(&[7]);
    let first = ring.ids()[0];
    let (_, sealed) =
        make_installation_keys(&ring, "sessions", first, &SystemEntropy).expect("a key");
    assert!(open_installation_keys(&ring, "sessions", first.as_bytes(), &sealed).is_ok());
    assert!(open_installation_keys(&ring, "search", first.as_bytes(), &sealed).is_err());
    let place = installation_key_data("sessions");
    let opened = ring.unwrap(Some(first.as_bytes()), Kind::Subject, place, &sealed);
    assert!(opened.is_err());
}

#[test]
fn flipped_bit_fails_to_open() {
    let place = AssociatedData {
        column: "sessions.data",
        row: b"row",
        version: 0,
    };
    let sealed = vault(&[7]).seal_session(place, b"secret");
    for bit in 0..sealed.len() * 8 {
        let mut bent = sealed.clone();
        bent[bit / 8] ^= 1 << (bit % 8);
        assert!(vault(&[7]).open_session(place, &bent).is_err(), "bit {bit}");
    }
    for length in 0..sealed.len() {
        assert!(
            vault(&[7]).open_session(place, &sealed[..length]).is_err(),
            "{length} bytes"
        );
    }
}
