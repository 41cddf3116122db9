#!/usr/bin/env bash
# Every check, the fastest first; stops at the first stage that fails. The last line is the sum of all tests.
#
#   tools/test.sh                 all stages
#   tools/test.sh fmt build       these
#   ONLY=referral tools/test.sh   the tests, Rust and browser, whose name matches a pattern
set -uo pipefail
cd "$(dirname "$0")/.." || exit

logs=target/test-logs
all_stages=(fmt build rust doc bundle browser)
only=${ONLY:-}
# A line that names what failed, of any stage.
fault='^ *(Error:|error(\[|:)|test .* FAILED|(FAIL|TIMEOUT) \[|thread .* panicked|Diff in |[0-9]+\) \[)'
native=(--workspace --exclude frontend)

# Clippy is the compiler of the stages that need a binary: one compilation gives its lints and the code, where
# `cargo clippy` would read every dependency a second time. The words are those that cargo-clippy hands on.
with_lints() {
    RUSTC_WORKSPACE_WRAPPER=clippy-driver CLIPPY_ARGS='-D__CLIPPY_HACKERY__warnings__CLIPPY_HACKERY__' "$@"
}

# Half of what a test does is waiting: for a file to be synced, for another process, for an answer.
threads=$((2 * $(nproc)))

has_nextest() { cargo nextest --version >/dev/null 2>&1; }

rust_tests() {
    if has_nextest; then
        with_lints cargo nextest run "${native[@]}" --no-tests=pass --test-threads $threads ${only:+-E "test(/$only/)"} "$@"
    else
        with_lints cargo test "${native[@]}" --all-targets --no-fail-fast "$@" -- --test-threads $threads ${only:+"$only"}
    fi
}

stage() {
    case $1 in
    fmt) cargo fmt --all --check ;;
    # For `make check`: the domain's and the pages' tests, without the crates that take long to link.
    domain)
        native=(-p kyc -p app --features 'kyc/native app/ssr')
        rust_tests
        ;;
    clippy) cargo clippy "${native[@]}" --all-targets -- -D warnings ;;
    clippy-wasm) tools/wasm-cargo.sh clippy -p frontend --profile lib-profile-release -- -D warnings ;;
    build) with_lints cargo build "${native[@]}" --all-targets ;;
    rust) rust_tests ;;
    # The examples in the documentation; some show what must not compile.
    doc) with_lints cargo test --doc "${native[@]}" -- ${only:+"$only"} ;;
    bundle) with_lints node tools/bundle.mjs ;;
    browser)
        PLAYWRIGHT_JSON_OUTPUT_FILE=$PWD/$logs/browser.json npm --loglevel=error --prefix end2end test -- \
            --reporter=list,json --pass-with-no-tests ${only:+--grep "$only"}
        ;;
    *) echo "unknown stage $1: ${all_stages[*]} clippy clippy-wasm" >&2 && return 2 ;;
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
    # Said again at the end, where a reader looks first: what it was may lie thousands of lines above.
    printf '\n'
    grep -E "$fault" "$logs/$broken.log" | head -n 40
    printf '\nStopped at stage "%s": see %s\n' "$broken" "$logs/$broken.log"
fi
node tools/test-summary.mjs "$logs" "$broken"
[[ -z $broken ]]
