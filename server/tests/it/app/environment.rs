//! Environment variables of a test's server.

use crate::{client_key, cluster::TestCluster};
use sandbox::Sandbox;
use std::{collections::BTreeMap, path::Path};

/// Environment variables of a server with this data folder and this sandbox.
pub(crate) fn variables(folder: &Path, sandbox: &Sandbox) -> BTreeMap<&'static str, String> {
    let mut vars = variables_before(folder, sandbox.base_url(), &sandbox.options().token);
    let dialect = sandbox.options().dialect.name();
    vars.insert("KYC_DIALECT", dialect.to_owned());
    if let Some(client) = &sandbox.options().client {
        vars.remove("KYC_TOKEN");
        vars.extend(client_key::variables(
            folder,
            &client.client_id,
            &sandbox.token_url(),
        ));
    }
    vars
}

/// Environment variables for a provider at a URL, for example in another process.
pub(crate) fn variables_before(
    folder: &Path,
    provider: &str,
    token: &str,
) -> BTreeMap<&'static str, String> {
    let site = folder.join("site");
    std::fs::create_dir_all(site.join("pkg")).expect("a folder");
    std::fs::write(site.join("hash.txt"), "js: a\nwasm: b\ncss: c\n").expect("written");
    std::fs::write(site.join("pkg/vestibule.c.css"), "body{}").expect("written");
    std::fs::write(site.join("favicon.svg"), "<svg/>").expect("written");
    let path = |path: &Path| path.to_str().expect("UTF-8").to_owned();
    let mut vars = BTreeMap::from([
        ("VESTIBULE_ADDR", "127.0.0.1:0".to_owned()),
        ("VESTIBULE_DATA", path(&folder.join("data"))),
        ("VESTIBULE_SITE", path(&site)),
        ("VESTIBULE_RATE_PER_MINUTE", "1000".to_owned()),
        // A fixed test clock never frees a slot of the call rate, so the limit is out of reach.
        ("KYC_CALLS_PER_SECOND", "1000".to_owned()),
        ("KYC_BASE_URL", provider.to_owned()),
        ("KYC_TOKEN", token.to_owned()),
    ]);
    if let Some(database) = TestCluster::of_the_environment() {
        vars.insert("DATABASE_URL", database.url());
        if let Some(direct) = database.direct_url() {
            vars.insert("DATABASE_LISTEN_URL", direct);
        }
    }
    vars
}
