//! Some test dies at each failpoint, and the documentation describes each.

use super::{backup, erasing, keys, migrating, points};
use crate::architecture::root;
use server::failpoint::Point;

/// The failpoints of `deliveries.rs`.
const DELIVERING: [Point; 3] = [
    Point::InDelivery,
    Point::AfterDelivery,
    Point::InDeliveryApplied,
];

/// Every failpoint that some test dies at.
fn died_at() -> Vec<Point> {
    let people = points::HANDING_IN.into_iter().chain(points::DECIDING);
    let operating = keys::POINTS.iter().chain(backup::POINTS);
    let operating = operating.chain(erasing::POINTS).chain(migrating::POINTS);
    let all = people.chain(operating.copied());
    all.chain(DELIVERING).collect()
}

#[test]
fn failpoints_are_all_tested() {
    let died_at = died_at();
    for point in Point::ALL {
        assert!(died_at.contains(point), "{}", point.as_str());
    }
}

#[test]
fn failpoints_are_all_documented() {
    let table = std::fs::read_to_string(root().join("docs/crash.md")).expect("a description");
    for point in Point::ALL {
        let row = format!("\n| `{}` |", point.as_str());
        assert_eq!(table.matches(&row).count(), 1, "{}", point.as_str());
    }
    assert_eq!(table.matches("\n| `").count(), Point::ALL.len());
}
