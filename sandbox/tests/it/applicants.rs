//! Start bodies of applicants in each dialect.

use sandbox::Dialect;
use serde_json::{Value, json};

/// An applicant whom no rule matches: the contract's example.
pub(crate) fn applicant(user_id: &str) -> Value {
    json!({
        "userId": user_id,
        "firstName": "John",
        "middleName": "Michael",
        "lastName": "Doe",
        "email": "john.doe@example.com",
        "phoneNumber": "+15551234567",
        "dateOfBirth": "1990-01-15",
        "ssn": "123-45-6789",
        "address": {
            "addressLine1": "123 Main Street",
            "addressLine2": "Apt 4B",
            "city": "New York",
            "state": "NY",
            "postalCode": "10001",
            "country": "US",
        },
        "sessionToken": "session_abc",
        "agreementTime": "2024-01-15T10:30:00Z",
        "referralCode": "REF123",
        "ipAddress": "192.168.1.1",
    })
}

/// An applicant with a birth date that a rule may match.
pub(crate) fn born(user_id: &str, day: &str) -> Value {
    let mut applicant = applicant(user_id);
    applicant["dateOfBirth"] = json!(day);
    applicant
}

/// An applicant whom no rule matches: dialect C's example, eligible for documents.
pub(crate) fn applicant_c(external_id: &str) -> Value {
    json!({
        "external_id": external_id,
        "ssn": "123456789",
        "first_name": "Jane",
        "middle_name": "",
        "last_name": "Smith",
        "date_of_birth": "1990-06-15",
        "email": "jane.smith@example.com",
        "phone_number": "+12125551234",
        "address": {
            "address_line_1": "123 Main St",
            "address_line_2": "Apt 4B",
            "city": "New York",
            "state": "NY",
            "postal_code": "10001",
            "country": "US",
        },
        "agreement": {"version": "08.06.2026", "signed_at": "2026-04-24T14:30:00Z"},
        "session_token": "session_abc",
        "ip_address": "203.0.113.42",
        "docv_eligible": true,
        "referral_code": "REF123",
    })
}

/// An applicant whom no rule matches, in any dialect.
pub(crate) fn applicant_in(dialect: Dialect, id: &str) -> Value {
    match dialect {
        Dialect::A | Dialect::B => applicant(id),
        Dialect::C => applicant_c(id),
    }
}

/// An applicant with a birth date that a rule may match, in any dialect.
pub(crate) fn born_in(dialect: Dialect, id: &str, day: &str) -> Value {
    let mut applicant = applicant_in(dialect, id);
    let field = match dialect {
        Dialect::A | Dialect::B => "dateOfBirth",
        Dialect::C => "date_of_birth",
    };
    applicant[field] = json!(day);
    applicant
}
