//! Table of the environment variables. The reader, `--help` and `docs/configuration.md` use the
//! same table.

/// One environment variable.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// Name of the variable.
    pub name: &'static str,
    /// Default value; empty if there is none.
    pub default: &'static str,
    /// Meaning, with unit and shape.
    pub meaning: &'static str,
}

/// Declares the table: the name of a variable, its default, and below both its meaning.
macro_rules! settings {
    ($($name:literal = $default:literal, $meaning:literal)+) => {
        /// All variables, in the order of `docs/configuration.md`.
        pub const SETTINGS: &[Setting] = &[$(Setting {
            name: $name,
            default: $default,
            meaning: $meaning,
        },)+];
    };
}

settings! {
    "VESTIBULE_MODE" = "development",
        "`development` or `production`. Production requires every row marked † and refuses the sandbox."
    "VESTIBULE_ADDR" = "127.0.0.1:3000",
        "Address and port that the server listens on."
    "VESTIBULE_PUBLIC_URL" = "http://127.0.0.1:3000",
        "† Public address of the site. Production requires `https`: cookies then are `Secure` and carry the `__Host-` prefix. No user name or password."
    "VESTIBULE_DATA" = "data",
        "Folder of the database and of the key file that the first start makes."
    "DATABASE_URL" = "sqlite:data/vestibule.db",
        "† Database: `sqlite:` and a path, or `postgres://user:password@host/name` for several servers ([Databases](database.md))."
    "DATABASE_LISTEN_URL" = "",
        "Address of the same PostgreSQL database without a pooler, for the notices between servers. It is needed where `DATABASE_URL` leads to a pooler in transaction mode."
    "VESTIBULE_KEY_FILE" = "data/vestibule.key",
        "† Key file (mode 0600) with the installation's key: 64 hex digits. In development the first start makes it."
    "VESTIBULE_REGISTER" = "data/vestibule.register",
        "Erasure register: file (mode 0600) with the ids of erased applications. The last audit checkpoint lies beside it (`.anchor`). Unset means beside the key file. Keep it apart from database backups."
    "VESTIBULE_SIGNING_CERTIFICATES_FILE" = "",
        "Certificates of the key under checkpoints and evidence files, in PEM: its own, then the intermediate ones. `vestibule audit certificate-request` prints the request for the certificate authority."
    "VESTIBULE_SITE" = "target/site",
        "Folder of the built files. A release has them inside the program, and reads a folder only if one is named."
    "VESTIBULE_TRUSTED_PROXIES" = "",
        "† Networks of trusted proxies, such as `10.0.0.0/8,::1/128`, or `none`. The server reads `X-Forwarded-For` only from them. It refuses `/0`, which would trust every client."
    "KYC_PROVIDER_NAME" = "the verification provider",
        "Provider's name, as the admin shows it (1 to 60 characters). The Spanish default is `el proveedor de verificación`."
    "KYC_BASE_URL" = "",
        "† Provider's address: scheme, host and port. Unset means the sandbox in this process."
    "KYC_PATH_PREFIX" = "/v1/kyc",
        "Provider's path before `/start`."
    "KYC_DIALECT" = "a",
        "Version of the provider's API: `a`, `b` or `c` (docs/contract.md). The sandbox in this process speaks the same one."
    "KYC_DOCUMENTS" = "on",
        "`on` or `off`: whether the provider may ask applicants for photos of a document (`docv_eligible`). Only dialect `c` has this field."
    "KYC_PREFILL" = "off",
        "`on` or `off`: whether applicants may prefill name, email and home address with a code sent to their phone. Each code is a text message. The provider must enable prefill for the firm."
    "KYC_PREFILL_CODES_A_DAY" = "3",
        "Codes to one phone each day (UTC), in all applications and from all servers together (1 to 1000)."
    "KYC_PREFILL_BUDGET_A_DAY" = "2000",
        "Codes to all phones together each day (UTC), as a limit of costs; 0 is no limit. The log warns at four fifths. Then applicants type their answers. Unset means no limit in development."
    "KYC_PREFILL_COUNTRIES" = "US",
        "Countries whose phones get a code, such as `US,CA` (ISO 3166). `US` includes the territories. Premium and personal numbers never get one; other applicants type their answers."
    "KYC_REFERRALS" = "off",
        "`on` or `off`: whether the server looks up a referral code when the applicant enters it. Otherwise, or while the provider is unreachable, the code is sent unchecked. Dialect `c` has no such lookup."
    "KYC_ATTEMPTS" = "5",
        "Attempts of one application, new capture links included (1 to 100). An application that needs another one is parked; `vestibule parked release` allows one more."
    "KYC_STARTS_A_DAY" = "5000",
        "Starts of all applications together each day (UTC), as a limit of costs; 0 is no limit. The log warns at four fifths. Then applicants are asked to come back tomorrow. Unset means no limit in development."
    "KYC_LEAST_SECONDS" = "20",
        "Least time from the start of an application to its submission, in seconds (0 to 600). People need minutes. A faster applicant is asked to check the answers and to submit again. Unset means 0 in development."
    "KYC_STARTS_PER_SSN_A_DAY" = "10",
        "Starts with one SSN each day (UTC), in all applications together; 0 is no limit. Only a keyed hash of the SSN is counted. Unset means no limit in development."
    "KYC_TOKEN" = "",
        "† Provider's fixed bearer token. Without one, set the next rows."
    "KYC_TOKEN_FILE" = "",
        "File (mode 0600) with the provider's fixed bearer token, instead of `KYC_TOKEN`."
    "KYC_CLIENT_ID" = "",
        "† Client id at the provider's token endpoint, instead of `KYC_TOKEN` (OAuth 2 client credentials, `private_key_jwt`, RS256)."
    "KYC_CLIENT_KEY_FILE" = "",
        "† File (mode 0600) with the client's private RSA key: PEM, 2048 bits or more. The provider has the public half."
    "KYC_TOKEN_URL" = "",
        "† Address of the token endpoint."
    "KYC_AUDIENCE" = "",
        "Audience of the requested tokens. Unset means `KYC_BASE_URL`."
    "KYC_CALLS_PER_SECOND" = "10",
        "Most calls that this server makes to the provider each second. The provider allows about 20 for each address; several servers share that."
    "KYC_CAPTURE_HOSTS" = "verify.socure.com",
        "Hosts that a capture link may point to, over https. The sandbox's host is added while it is the provider."
    "KYC_WEBHOOKS" = "on",
        "`on` or `off`: whether the server accepts webhooks at `/webhooks/kyc`. In dialect C they are signed and decide. In A and B they only bring the next poll forward. Without webhooks the server polls."
    "KYC_WEBHOOK_SECRETS" = "",
        "Webhook secrets of dialect C: `whsec_` and base64 of 24 to 64 bytes. During a rotation give several, separated by blanks or commas; the first one is registered. Production requires one in dialect C."
    "KYC_WEBHOOK_SECRETS_FILE" = "",
        "File (mode 0600) with the webhook secrets, instead of `KYC_WEBHOOK_SECRETS`."
    "KYC_FIRM_ID" = "",
        "Provider's id of this firm. Webhooks about another firm's customers are stored and never applied."
    "VESTIBULE_SANDBOX_ADDR" = "127.0.0.1:3001",
        "Address and port of the sandbox in this process."
    "VESTIBULE_SANDBOX_REVIEW_SECONDS" = "20",
        "How long the sandbox in this process reviews photos, in seconds."
    "VESTIBULE_SANDBOX_PROVISIONING_SECONDS" = "0",
        "How long the sandbox in this process takes to provision an approved account, in seconds."
    "VESTIBULE_ORGANISATION" = "Meridian Trading",
        "Firm's name, as the pages show it."
    "VESTIBULE_LOGO" = "",
        "Path of the logo file: SVG or PNG."
    "VESTIBULE_SUPPORT_EMAIL" = "support@example.com",
        "Email address of the firm's support, as the pages show it."
    "VESTIBULE_SUPPORT_PHONE" = "+1 (555) 010-0100",
        "Phone number of the firm's support, as the pages show it."
    "VESTIBULE_SECURITY_CONTACT" = "",
        "Where to report a vulnerability: an email address, or a `mailto:`, `tel:` or `https:` address. The server then publishes `/.well-known/security.txt` (RFC 9116), which expires 360 days after its start. Unset means no such file."
    "VESTIBULE_SECURITY_POLICY" = "",
        "`https` address of the firm's rules for such reports, for `security.txt`."
    "VESTIBULE_SERVED_STATES" = "",
        "States that the firm serves, such as `NY,CA,TX`. Unset means all, with DC, territories and APO/FPO."
    "VESTIBULE_MINIMUM_AGE" = "18",
        "Youngest age of an applicant, in years (18 to 120)."
    "VESTIBULE_AGREEMENT_VERSION" = "2026-11-01",
        "Version of the agreement's text. After a change, applicants with an unfinished application must agree again."
    "VESTIBULE_CAPTURE_MINUTES" = "20",
        "How long the pages offer a capture link, in minutes."
    "VESTIBULE_SESSION_IDLE_MINUTES" = "15",
        "Idle timeout of an applicant's session, in minutes (NIST SP 800-63B-4)."
    "VESTIBULE_SESSION_ABSOLUTE_MINUTES" = "720",
        "Absolute timeout of an applicant's session, in minutes (NIST SP 800-63B-4)."
    "VESTIBULE_DESK_IDLE_MINUTES" = "15",
        "Idle timeout of an admin session, in minutes (5 to 60; NIST SP 800-63B-4, AAL3)."
    "VESTIBULE_DESK_ABSOLUTE_MINUTES" = "720",
        "Absolute timeout of an admin session, in minutes (NIST SP 800-63B-4, AAL3)."
    "VESTIBULE_DESK_FRESH_MINUTES" = "10",
        "How long a second factor counts as fresh for sensitive admin actions, in minutes (1 to 10)."
    "VESTIBULE_DESK_SESSIONS" = "3",
        "Concurrent admin sessions of one account. A new one ends the oldest."
    "VESTIBULE_DESK_REVEALS_A_DAY" = "50",
        "Fields of personal data that one account may reveal within 24 hours (0 to 1000). Beyond that the server refuses and alerts administrators."
    "VESTIBULE_RATE_PER_MINUTE" = "30",
        "Starts, submissions, new links, phone codes and sign-ins that one address may request each minute."
    "VESTIBULE_DRAIN_SECONDS" = "0",
        "How long a server goes on answering after SIGTERM while `/health/ready` already says 503, 0 to 300 s. Behind a proxy, longer than two of its health checks."
    "VESTIBULE_LIVE_PAGES" = "20000",
        "Status pages that may hold a stream at once. Each takes 24 kB and an open file; a lower file limit lowers this. Further pages poll instead."
    "VESTIBULE_KEEP_DRAFTS_DAYS" = "30",
        "Retention of drafts: days without a change before the server erases them; 0 keeps them."
    "VESTIBULE_KEEP_ABANDONED_DAYS" = "365",
        "Retention of submitted applications that wait for the applicant's documents, in days without a change; 0 keeps them."
    "VESTIBULE_KEEP_UNDECIDED_DAYS" = "1826",
        "Retention of undecided applications, parked or still with the provider, in days without a change; 0 keeps them. As long as denied ones, because an applicant may still ask why."
    "VESTIBULE_KEEP_DENIED_DAYS" = "1826",
        "Retention of denied applications, in days without a change; 0 keeps them. Five years: the longest US rule for records of verified people (31 CFR 1023.220)."
    "VESTIBULE_KEEP_APPROVED_DAYS" = "0",
        "Retention of approved applications, in days without a change; 0 keeps them. The five years begin when the account closes, which this server does not learn."
    "VESTIBULE_KEEP_WEBHOOKS_DAYS" = "30",
        "Retention of stored webhooks, applied or not, in days; 0 keeps them."
    "VESTIBULE_LOG" = "info",
        "Log filter, such as `info,server=debug`."
    "VESTIBULE_LOG_FORMAT" = "text",
        "`text` or `json`."
}
