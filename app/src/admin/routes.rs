//! All admin addresses, with the access each of them needs.

use kyc::admin::Permission;

/// An admin page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AdminPath {
    /// The list of cases.
    Home,
    /// Search results.
    Search,
    /// One case.
    Case,
    /// Its evidence, as a page to print.
    Evidence,
    /// Its evidence, as a JSON file.
    EvidenceFile,
    /// Export of the list.
    Export,
    /// The dashboard.
    Overview,
    /// Sign-in: name and password.
    SignIn,
    /// Sign-in: second factor.
    Second,
    /// Enrolment: first password and second factor.
    Enrol,
    /// Recovery codes, shown once.
    Codes,
    /// The same codes, as a text file.
    CodesFile,
    /// Reauthentication with a second factor.
    Confirm,
    /// Own password, second factors and sessions.
    Account,
    /// Staff management.
    Staff,
    /// The staff audit trail.
    Activity,
    /// The staff audit trail, as a CSV file.
    ActivityFile,
}

/// Access that a page needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Not signed in.
    Anonymous,
    /// A valid enrolment link.
    Enrolling,
    /// A verified password, awaiting the second factor.
    AwaitingSecondFactor,
    /// Signed in, with any role.
    SignedIn,
    /// Signed in, with a role that has the permission.
    May(Permission),
}

kyc::word_table! {
    /// Route pattern, with at most one `{parameter}`.
    AdminPath: pattern {
        Home => "/admin",
        Search => "/admin/search/{search}",
        Case => "/admin/case/{reference}",
        Evidence => "/admin/case/{reference}/evidence",
        EvidenceFile => "/admin/case/{reference}/evidence.json",
        Export => "/admin/export/{list}",
        Overview => "/admin/overview",
        SignIn => "/admin/sign-in",
        Second => "/admin/sign-in/second",
        Enrol => "/admin/enrol",
        Codes => "/admin/recovery-codes",
        CodesFile => "/admin/recovery-codes.txt",
        Confirm => "/admin/confirm",
        Account => "/admin/account",
        Staff => "/admin/staff",
        Activity => "/admin/staff/activity",
        ActivityFile => "/admin/staff/activity.csv",
    }
}

impl AdminPath {
    /// Access that the page needs.
    #[must_use]
    pub const fn access(self) -> Access {
        match self {
            Self::SignIn => Access::Anonymous,
            Self::Second => Access::AwaitingSecondFactor,
            Self::Enrol => Access::Enrolling,
            Self::Codes | Self::CodesFile | Self::Confirm | Self::Account => Access::SignedIn,
            Self::Home | Self::Search => Access::May(Permission::ViewList),
            Self::Case => Access::May(Permission::ViewCase),
            Self::Evidence | Self::EvidenceFile => Access::May(Permission::TakeEvidence),
            Self::Export => Access::May(Permission::Export),
            Self::Overview => Access::May(Permission::SeeOverview),
            Self::Staff | Self::Activity | Self::ActivityFile => {
                Access::May(Permission::ManageStaff)
            }
        }
    }

    /// Address with the parameter filled in. A page without a parameter ignores it.
    #[must_use]
    pub fn at(self, parameter: &str) -> String {
        match self.around() {
            Some((before, after)) => format!("{before}{parameter}{after}"),
            None => self.pattern().to_owned(),
        }
    }

    /// Parts of the pattern before and after the parameter.
    fn around(self) -> Option<(&'static str, &'static str)> {
        let (before, rest) = self.pattern().split_once('{')?;
        let (_, after) = rest.split_once('}')?;
        Some((before, after))
    }

    /// Page and parameter of an address.
    #[must_use]
    pub fn find(href: &str) -> Option<(Self, Option<&str>)> {
        // Exact addresses take precedence over patterns, as in the router.
        let plain = Self::ALL.iter().find(|path| path.pattern() == href);
        let plain = plain.map(|path| (*path, None));
        plain.or_else(|| {
            Self::ALL.iter().find_map(|path| {
                let (before, after) = path.around()?;
                let rest = href.strip_prefix(before)?.strip_suffix(after)?;
                let one = !rest.is_empty() && !rest.contains('/');
                one.then_some((*path, Some(rest)))
            })
        })
    }
}

/// The address if it is an admin page, otherwise the list. This prevents open redirects.
#[must_use]
pub fn local(to: &str) -> &str {
    let (path, _) = to.split_once('?').unwrap_or((to, ""));
    if AdminPath::find(path).is_some() {
        to
    } else {
        AdminPath::Home.pattern()
    }
}

/// Adds the page to open after a sign-in or a reauthentication. The list is the default and is
/// left out.
#[must_use]
pub fn returning(address: &str, to: &str) -> String {
    let to = local(to);
    if to == AdminPath::Home.pattern() {
        return address.to_owned();
    }
    let mut address = address.to_owned();
    address.push_str(if address.contains('?') {
        "&to="
    } else {
        "?to="
    });
    for letter in to.chars() {
        match letter {
            '%' => address.push_str("%25"),
            '&' => address.push_str("%26"),
            '#' => address.push_str("%23"),
            '+' => address.push_str("%2B"),
            _ => address.push(letter),
        }
    }
    address
}

/// Prefix of an enrolment link. The secret follows.
pub const ENROL_LINK: &str = "/admin/enrol/";

/// URL that the export form posts to. The response is a file, not a page.
pub const EXPORT: &str = "/admin/api/export";

/// QR code image for the setup of an authenticator app.
pub const TOTP_IMAGE: &str = "/admin/totp.png";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deep_link_is_added_encoded_and_only_within_the_admin() {
        for (to, added) in [
            ("/admin", "/admin/sign-in"),
            ("", "/admin/sign-in"),
            ("https://example.com/admin", "/admin/sign-in"),
            ("//example.com", "/admin/sign-in"),
            (
                "/admin?state=parked&whose=me",
                "/admin/sign-in?to=/admin?state=parked%26whose=me",
            ),
        ] {
            assert_eq!(returning("/admin/sign-in", to), added, "{to}");
        }
        let case = "/admin/case/VB-28T5-CY4T";
        let address = returning("/admin/sign-in?notice=ended", case);
        assert_eq!(address, format!("/admin/sign-in?notice=ended&to={case}"));
    }

    #[test]
    fn admin_paths_are_unique_and_round_trip() {
        for path in AdminPath::ALL {
            assert!(path.pattern().starts_with("/admin"));
            let parameter = path.around().map(|_| "VB-28T5-CY4T");
            let href = path.at(parameter.unwrap_or_default());
            assert_eq!(AdminPath::find(&href), Some((*path, parameter)));
        }
        for nowhere in [
            "/",
            "/admin/",
            "/admin/nowhere",
            "/admin/enrol/x/y",
            "/adminx",
        ] {
            assert_eq!(AdminPath::find(nowhere), None, "{nowhere}");
        }
    }
}
