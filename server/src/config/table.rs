//! Every variable: the one list that the reader, `--help` and the README share.

/// One environment variable.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// Its name.
    pub name: &'static str,
    /// What holds when it is not set; empty for "nothing".
    pub default: &'static str,
    /// What it is, with its unit and shape.
    pub meaning: &'static str,
}

const fn setting(name: &'static str, default: &'static str, meaning: &'static str) -> Setting {
    Setting {
        name,
        default,
        meaning,
    }
}

/// Every variable, in the order of the README.
pub const SETTINGS: &[Setting] = &[
    setting(
        "VESTIBULE_MODE",
        "development",
        "`development` or `production`. Production wants the rows marked † named and refuses the sandbox.",
    ),
    setting(
        "VESTIBULE_ADDR",
        "127.0.0.1:3000",
        "Address and port to listen on.",
    ),
    setting(
        "VESTIBULE_PUBLIC_URL",
        "http://127.0.0.1:3000",
        "† The address people see. `https` in production: cookies are `__Host-` and Secure then.",
    ),
    setting(
        "VESTIBULE_DATA",
        "data",
        "Folder of the database and of the key made on first start.",
    ),
    setting(
        "DATABASE_URL",
        "sqlite:data/vestibule.db",
        "† The database: `sqlite:` and a path.",
    ),
    setting(
        "VESTIBULE_KEY_FILE",
        "data/vestibule.key",
        "† File (mode 0600) with the installation's key: 64 hex digits. Made on first start in development.",
    ),
    setting(
        "VESTIBULE_REGISTER",
        "data/vestibule.register",
        "File (mode 0600) that outlives the database: the ids of those erased; beside it (`.anchor`) the last audit checkpoint. Unset means beside the key file. Keep it apart from the database's backups.",
    ),
    setting(
        "VESTIBULE_SITE",
        "target/site",
        "Folder of the built files. A release has them inside the program, and reads a folder only if one is named.",
    ),
    setting(
        "VESTIBULE_TRUSTED_PROXIES",
        "",
        "Networks, such as `10.0.0.0/8,::1/128`, whose `X-Forwarded-For` counts.",
    ),
    setting(
        "KYC_BASE_URL",
        "",
        "† The upstream: scheme, host and port. Unset means the sandbox in this process.",
    ),
    setting(
        "KYC_PATH_PREFIX",
        "/v1/kyc",
        "The upstream's path before `/start`.",
    ),
    setting(
        "KYC_DIALECT",
        "a",
        "Which version of its API the upstream speaks: `a`, `b` or `c` (docs/contract.md). The sandbox in this process speaks it, too.",
    ),
    setting(
        "KYC_DOCUMENTS",
        "on",
        "`on` or `off`: whether people may be asked for pictures of a document (`docv_eligible`). Only dialect `c` has a word for it.",
    ),
    setting(
        "KYC_PREFILL",
        "off",
        "`on` or `off`: whether people may have their name, e-mail and home address filled in by a code to their phone. Each code is a text message, and the upstream has to have it switched on for the firm.",
    ),
    setting(
        "KYC_PREFILL_CODES_A_DAY",
        "3",
        "How many codes this server has sent to one phone in a row, whoever asks; as many come back over a day (1 to 1000).",
    ),
    setting(
        "KYC_REFERRALS",
        "off",
        "`on` or `off`: whether a referral code is looked up when it is typed. Off, or while the upstream is out of reach, it is passed on as it is. Not in dialect `c`, which has no such question.",
    ),
    setting(
        "KYC_ATTEMPTS",
        "5",
        "How many requests one application may send upstream, those for a new capture link included (1 to 100). After the last one a person has to help: `vestibule parked release` allows one more.",
    ),
    setting(
        "KYC_TOKEN",
        "",
        "† The upstream's bearer token, if it gave us a fixed one. Otherwise the next rows are named.",
    ),
    setting(
        "KYC_CLIENT_ID",
        "",
        "† Our id at the upstream's token endpoint, in place of `KYC_TOKEN` (OAuth 2 client credentials, `private_key_jwt`, RS256).",
    ),
    setting(
        "KYC_CLIENT_KEY_FILE",
        "",
        "† File (mode 0600) with the private RSA key whose public half the upstream has: PEM, 2048 bits or more.",
    ),
    setting("KYC_TOKEN_URL", "", "† The token endpoint."),
    setting(
        "KYC_AUDIENCE",
        "",
        "What tokens are asked for. Unset means `KYC_BASE_URL`.",
    ),
    setting(
        "KYC_CALLS_PER_SECOND",
        "10",
        "How many calls a second this server sends upstream at most (the upstream allows about 20 an address; several servers share it).",
    ),
    setting(
        "KYC_CAPTURE_HOSTS",
        "verify.socure.com",
        "Hosts that a document-capture link may point to, by https. The sandbox's own is added when it is the upstream.",
    ),
    setting(
        "KYC_WEBHOOKS",
        "on",
        "`on` or `off`: whether the upstream may send messages to `/webhooks/kyc`. In dialect C they are signed and decide; in A and B they only have it asked sooner. Without them it is polled.",
    ),
    setting(
        "KYC_WEBHOOK_SECRETS",
        "",
        "What dialect C signs with: `whsec_` and base64 of 24 to 64 bytes. Several, with blanks or commas between them, while one takes another's place; the first is registered. Production wants one in dialect C.",
    ),
    setting(
        "KYC_WEBHOOK_SECRETS_FILE",
        "",
        "The same in a file (mode 0600), in place of the variable.",
    ),
    setting(
        "KYC_FIRM_ID",
        "",
        "The upstream's id of this firm. Messages about another firm's customers are kept and never applied.",
    ),
    setting(
        "VESTIBULE_SANDBOX_ADDR",
        "127.0.0.1:3001",
        "Where the sandbox in this process listens.",
    ),
    setting(
        "VESTIBULE_SANDBOX_REVIEW_SECONDS",
        "3",
        "How long the sandbox in this process looks at pictures, in seconds.",
    ),
    setting(
        "VESTIBULE_SANDBOX_PROVISIONING_SECONDS",
        "0",
        "How long an approved applicant waits for an account of the sandbox in this process, in seconds.",
    ),
    setting(
        "VESTIBULE_ORGANISATION",
        "Meridian Trading",
        "The firm's name, as people read it.",
    ),
    setting(
        "VESTIBULE_LOGO",
        "",
        "A logo to serve: path of an SVG or PNG file.",
    ),
    setting(
        "VESTIBULE_SUPPORT_EMAIL",
        "support@example.com",
        "Where the support desk reads mail.",
    ),
    setting(
        "VESTIBULE_SUPPORT_PHONE",
        "+1 (555) 010-0100",
        "Where the support desk answers.",
    ),
    setting(
        "VESTIBULE_SERVED_STATES",
        "",
        "States served, such as `NY,CA,TX`. Unset means all, with DC, territories and APO/FPO.",
    ),
    setting(
        "VESTIBULE_MINIMUM_AGE",
        "18",
        "The youngest age that may apply, in years (18 to 120).",
    ),
    setting(
        "VESTIBULE_AGREEMENT_VERSION",
        "2026-11-01",
        "Version of the agreement's text; changing it asks everybody in mid-application again.",
    ),
    setting(
        "VESTIBULE_CAPTURE_MINUTES",
        "20",
        "How long a capture link is offered, in minutes.",
    ),
    setting(
        "VESTIBULE_SESSION_IDLE_MINUTES",
        "15",
        "How long a session lives without a sign of life, in minutes (NIST SP 800-63B-4).",
    ),
    setting(
        "VESTIBULE_SESSION_ABSOLUTE_MINUTES",
        "720",
        "How long a session lives at all, in minutes (NIST SP 800-63B-4).",
    ),
    setting(
        "VESTIBULE_DESK_IDLE_MINUTES",
        "15",
        "How long a reviewer's session lives without a sign of life, in minutes (NIST SP 800-63B-4, AAL3; 5 to 60).",
    ),
    setting(
        "VESTIBULE_DESK_ABSOLUTE_MINUTES",
        "720",
        "How long a reviewer's session lives at all, in minutes (NIST SP 800-63B-4, AAL3).",
    ),
    setting(
        "VESTIBULE_DESK_FRESH_MINUTES",
        "10",
        "How long a reviewer's second factor counts as just shown, for what wants it so, in minutes (1 to 10).",
    ),
    setting(
        "VESTIBULE_DESK_SESSIONS",
        "3",
        "How many sessions a reviewer has at once; the oldest ends.",
    ),
    setting(
        "VESTIBULE_DESK_REVEALS_A_DAY",
        "50",
        "How many fields of personal data a reviewer is shown in full within 24 hours; beyond it they are refused and administrators are told (0 to 1000).",
    ),
    setting(
        "VESTIBULE_RATE_PER_MINUTE",
        "30",
        "Starts, submissions, new links, codes to a phone and sign-ins that one address may ask for, a minute.",
    ),
    setting(
        "VESTIBULE_LIVE_PAGES",
        "20000",
        "How many status pages may listen for changes at once (24 kB each, and an open file: fewer where the system gives fewer). Those beyond ask by themselves.",
    ),
    setting(
        "VESTIBULE_KEEP_DRAFTS_DAYS",
        "30",
        "After so many days without a change what was entered and never handed in is erased; 0 keeps it.",
    ),
    setting(
        "VESTIBULE_KEEP_ABANDONED_DAYS",
        "365",
        "The same for applications that were handed in and wait for the applicant: documents owed or to be taken again.",
    ),
    setting(
        "VESTIBULE_KEEP_UNDECIDED_DAYS",
        "1826",
        "The same for those that were handed in and on which nobody has decided: parked, or still with the upstream. As long as denied ones, since somebody may still ask why.",
    ),
    setting(
        "VESTIBULE_KEEP_DENIED_DAYS",
        "1826",
        "The same for denied applications: five years, the longest term that US rules have for records of people who were verified (31 CFR 1023.220).",
    ),
    setting(
        "VESTIBULE_KEEP_APPROVED_DAYS",
        "0",
        "The same for approved ones: kept by default, since the five years begin when the account is closed, which this server does not learn.",
    ),
    setting(
        "VESTIBULE_KEEP_WEBHOOKS_DAYS",
        "30",
        "How long what the upstream sent by itself is kept, applied or not; 0 keeps it.",
    ),
    setting(
        "VESTIBULE_LOG",
        "info",
        "Log filter, such as `info,server=debug`.",
    ),
    setting("VESTIBULE_LOG_FORMAT", "text", "`text` or `json`."),
];
