#!/usr/bin/env bash
# Runs every check, fast ones first, and stops at the first failed stage. The last line counts all tests.
#
#   tools/test.sh                 all stages
#   tools/test.sh fmt build       only these stages
#   ONLY=referral tools/test.sh   only Rust and browser tests whose name matches the pattern
set -uo pipefail
cd "$(dirname "$0")/.." || exit

logs=target/test-logs
all_stages=(fmt deny build rust postgres doc bundle browser)
only=${ONLY:-}
# Matches the log lines of any stage that name a failure.
fault='^ *(Error:|error(\[|:)|test .* FAILED|(FAIL|TIMEOUT) \[|thread .* panicked|Diff in |[0-9]+\) \[)'
native=(--workspace --exclude frontend)

# The stages that need binaries compile with Clippy's driver: one compilation gives lints and code. `cargo clippy`
# would check every dependency a second time. CLIPPY_ARGS has the format of cargo-clippy.
with_lints() {
    RUSTC_WORKSPACE_WRAPPER=clippy-driver CLIPPY_ARGS='-D__CLIPPY_HACKERY__warnings__CLIPPY_HACKERY__' "$@"
}

# Tests wait half of their time for file syncs, other processes and responses.
threads=$((2 * $(nproc)))

has_nextest() { cargo nextest --version >/dev/null 2>&1; }

rust_tests() {
    if has_nextest; then
        with_lints cargo nextest run "${native[@]}" --no-tests=pass --test-threads $threads ${only:+-E "test(/$only/)"} "$@"
    else
        with_lints cargo test "${native[@]}" --all-targets --no-fail-fast "$@" -- --test-threads $threads ${only:+"$only"}
    fi
}

# The store, the jobs and the webhooks on PostgreSQL, and integration tests: about a tenth of them, which write at the
# same time or look into what is stored, or `all`. A test about SQLite has it in its name.
postgres_tests() {
    local store='kind(lib) & package(server) & test(/^(credentials|db|jobs|live|maintenance|webhook)::/)'
    local it='audit|background|crash::two_servers|database_move|erase|postgres|provider_requests|restart|resume|session'
    it="binary(it) & test(/^($it|last_release::moved|admin::(four_eyes|overrides|rows_put_back)|webhooks::processing)::/)"
    local others='test(/sqlite|^jobs::tests::(outage|precedence)/)'
    if [[ ${1:-} == all ]]; then
        it='binary(it)'
        # Not the soak, which takes more than five minutes here, nor what makes a database or reads sources.
        others+=' | binary(it) & test(/^(architecture|imports|sources|styles)::|^crash::soak::|make_database/)'
    fi
    if has_nextest; then
        with_lints tools/postgres.sh cargo nextest run --profile postgres "${native[@]}" --run-ignored all --no-tests=pass \
            --test-threads $threads -E "(($store | $it) - ($others)) & test(/${only:-.}/)"
    else
        with_lints tools/postgres.sh cargo test -p server --lib -- --test-threads $threads \
            --skip sqlite --skip outage --skip precedence ${only:+"$only"}
    fi
}

stage() {
    case $1 in
    fmt) cargo fmt --all --check ;;
    # Advisories, licences, bans and sources of the crates.
    deny) tools/deny.sh ;;
    # For `make check`: tests of the crates kyc and app, without the crates that take long to link.
    domain)
        native=(-p kyc -p app --features 'kyc/native app/ssr')
        rust_tests
        ;;
    clippy) cargo clippy "${native[@]}" --all-targets -- -D warnings ;;
    clippy-wasm) tools/wasm-cargo.sh clippy -p frontend --profile lib-profile-release -- -D warnings ;;
    build) with_lints cargo build "${native[@]}" --all-targets ;;
    rust) rust_tests ;;
    postgres) postgres_tests ;;
    # For `make test-postgres`: all integration tests.
    postgres-all) postgres_tests all ;;
    # The same tests as in stage postgres, through PgBouncer in transaction mode.
    postgres-pooler) POOLER=on postgres_tests ;;
    # The admin's pages, and an applicant's way, in a browser on PostgreSQL.
    browser-postgres)
        tools/postgres.sh npm --loglevel=error --prefix end2end test -- --grep-invert sqlite --pass-with-no-tests \
            --project desktop --project no-js ${only:+--grep "$only"} admin journeys live resume webhooks
        ;;
    # Documentation examples; some must fail to compile.
    doc) with_lints cargo test --doc "${native[@]}" -- ${only:+"$only"} ;;
    bundle) with_lints node tools/bundle.mjs ;;
    browser)
        PLAYWRIGHT_JSON_OUTPUT_FILE=$PWD/$logs/browser.json npm --loglevel=error --prefix end2end test -- \
            --reporter=list,json --pass-with-no-tests ${only:+--grep "$only"}
        ;;
    *) echo "unknown stage $1: ${all_stages[*]} clippy clippy-wasm browser-postgres postgres-all postgres-pooler" >&2 && return 2 ;;
    esac
}

[[ $# -gt 0 ]] || set -- "${all_stages[@]}"
rm -rf "$logs" target/nextest
mkdir -p "$logs"
broken=
for name in "$@"; do
    printf '\n== %s\n' "$name"
    start=$SECONDS
    stage "$name" 2>&1 | tee "$logs/$name.log" || broken=$name
    took=$((SECONDS - start))
    printf '%s %d\n' "$name" "$took" >>"$logs/stages.txt"
    printf '== %s: %s, %d s\n' "$name" "$([[ -z $broken ]] && echo ok || echo FAILED)" "$took"
    [[ -z $broken ]] || break
done

if [[ -n $broken ]]; then
    # Repeat the failure at the end, because the log above may have thousands of lines.
    printf '\n'
    grep -E "$fault" "$logs/$broken.log" | head -n 40
    printf '\nStopped at stage "%s": see %s\n' "$broken" "$logs/$broken.log"
fi
node tools/test-summary.mjs "$logs" "$broken"
[[ -z $broken ]]
