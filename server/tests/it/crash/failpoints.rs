//! Some test dies at each failpoint, and the documentation describes each.

use super::{backup, erasing, keys, migrating, points};
use crate::{architecture::root, database_move};
use server::failpoint::Point;

/// The failpoints of `deliveries.rs`.
const DELIVERY_POINTS: [Point; 3] = [
    Point::InDelivery,
    Point::AfterDelivery,
    Point::InDeliveryApplied,
];

/// Every failpoint that some test dies at.
fn tested_points() -> Vec<Point> {
    let people = points::SUBMISSION_POINTS
        .into_iter()
        .chain(points::DECISION_POINTS);
    let operating = keys::POINTS.iter().chain(backup::POINTS);
    let operating = operating.chain(erasing::POINTS).chain(migrating::POINTS);
    let operating = operating.chain(database_move::POINTS);
    let all = people.chain(operating.copied());
    all.chain(DELIVERY_POINTS).collect()
}

#[test]
fn failpoints_are_all_tested() {
    let tested_points = tested_points();
    for point in Point::ALL {
        assert!(tested_points.contains(point), "{}", point.as_str());
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
