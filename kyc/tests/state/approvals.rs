//! An approval requires two ids of readable characters.

use kyc::provider::Approval;

#[test]
fn approval_requires_both_ids() {
    for (participant, account) in [("", ""), ("p", ""), ("", "a"), (" ", "a"), ("p", "\t")] {
        assert_eq!(Approval::new(participant, account), None);
    }
}

#[test]
fn approval_rejects_unreadable_ids() {
    let longest = "é".repeat(Approval::LONGEST_ID);
    for id in ["firms/p/users/u", "Compte nº 7", " padded\n", &longest] {
        let approval = Approval::new(id, "a").expect("visible");
        assert_eq!(approval.participant(), id.trim());
        assert_eq!(
            Approval::new("p", id).expect("visible").account(),
            id.trim()
        );
    }
    let longer = "x".repeat(Approval::LONGEST_ID + 1);
    for id in [
        "\u{200B}",      // invisible
        "fir\u{AD}ms/p", // soft hyphen
        "a\u{202E}b",    // right-to-left override
        "a\nb",          // line feed
        "a\u{2028}b",    // line separator
        "a\0b",
        "a\u{A0}b", // no-break space
        &longer,
    ] {
        assert_eq!(Approval::new(id, "a"), None, "{id:?}");
        assert_eq!(Approval::new("p", id), None, "{id:?}");
    }
}
