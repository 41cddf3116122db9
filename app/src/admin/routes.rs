//! Every address of the desk, once, and who may be there.

use kyc::admin::Permission;

/// A page of the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AdminPath {
    /// The list of applications.
    Home,
    /// What a search found.
    Search,
    /// One application.
    Case,
    /// Its evidence, to print.
    Evidence,
    /// The same as a file.
    EvidenceFile,
    /// Taking the list away.
    Export,
    /// The picture.
    Overview,
    /// Name and password.
    SignIn,
    /// The second factor.
    Second,
    /// Password and second factor for the first time.
    Enrol,
    /// Recovery codes, shown once.
    Codes,
    /// A second factor once more.
    Confirm,
    /// One's own password, second factors and sessions.
    Account,
    /// The staff.
    Staff,
}

/// Who may open a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Whoever is not in.
    Strangers,
    /// Whoever has a link to enrol by.
    Enrolling,
    /// Whoever has given a password.
    Halfway,
    /// Whoever is in.
    In,
    /// Whoever is in and may do that.
    May(Permission),
}

impl AdminPath {
    /// Every page.
    pub const ALL: &[Self] = &[
        Self::Home,
        Self::Search,
        Self::Case,
        Self::Evidence,
        Self::EvidenceFile,
        Self::Export,
        Self::Overview,
        Self::SignIn,
        Self::Second,
        Self::Enrol,
        Self::Codes,
        Self::Confirm,
        Self::Account,
        Self::Staff,
    ];

    /// The address, with one `{parameter}` where it has one.
    #[must_use]
    pub const fn pattern(self) -> &'static str {
        match self {
            Self::Home => "/admin",
            Self::Search => "/admin/search/{search}",
            Self::Case => "/admin/case/{reference}",
            Self::Evidence => "/admin/case/{reference}/evidence",
            Self::EvidenceFile => "/admin/case/{reference}/evidence.json",
            Self::Export => "/admin/export/{list}",
            Self::Overview => "/admin/overview",
            Self::SignIn => "/admin/sign-in",
            Self::Second => "/admin/sign-in/second",
            Self::Enrol => "/admin/enrol",
            Self::Codes => "/admin/recovery-codes",
            Self::Confirm => "/admin/confirm",
            Self::Account => "/admin/account",
            Self::Staff => "/admin/staff",
        }
    }

    /// Who may open it.
    #[must_use]
    pub const fn access(self) -> Access {
        match self {
            Self::SignIn => Access::Strangers,
            Self::Second => Access::Halfway,
            Self::Enrol => Access::Enrolling,
            Self::Codes | Self::Confirm | Self::Account => Access::In,
            Self::Home | Self::Search => Access::May(Permission::ViewList),
            Self::Case => Access::May(Permission::ViewCase),
            Self::Evidence | Self::EvidenceFile => Access::May(Permission::TakeEvidence),
            Self::Export => Access::May(Permission::Export),
            Self::Overview => Access::May(Permission::SeeOverview),
            Self::Staff => Access::May(Permission::ManageStaff),
        }
    }

    /// The address with its parameter filled in; of a page without one, the
    /// address.
    #[must_use]
    pub fn at(self, parameter: &str) -> String {
        match self.around() {
            Some((before, after)) => format!("{before}{parameter}{after}"),
            None => self.pattern().to_owned(),
        }
    }

    /// What stands before and behind the parameter, if it has one.
    fn around(self) -> Option<(&'static str, &'static str)> {
        let (before, rest) = self.pattern().split_once('{')?;
        let (_, after) = rest.split_once('}')?;
        Some((before, after))
    }

    /// The page of an address, and its parameter.
    #[must_use]
    pub fn find(href: &str) -> Option<(Self, Option<&str>)> {
        // A page without a parameter goes before one with, as the router has it.
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

/// What a link to enrol by begins with; its secret follows.
pub const ENROL_LINK: &str = "/admin/enrol/";

/// Where the form of the export goes: a file comes back, and no page.
pub const EXPORT: &str = "/admin/api/export";

/// The picture of what an authenticator app is set up by.
pub const TOTP_IMAGE: &str = "/admin/totp.png";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_is_unique_below_admin_and_leads_back() {
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
