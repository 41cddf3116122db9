#!/usr/bin/env bash
# Every check, the fastest first; stops at the first stage that fails. The last line is the sum of all tests.
#
#   tools/test.sh               all stages
#   tools/test.sh fmt clippy    these
set -uo pipefail
cd "$(dirname "$0")/.." || exit

logs=target/test-logs
browser_report=$PWD/$logs/browser.json
# A line that names what failed, of any stage.
fault='^ *(Error:|error(\[|:)|test .* FAILED|thread .* panicked|Diff in |[0-9]+\) \[)'
all_stages=(fmt clippy clippy-wasm rust bundle browser)

stage() {
    case $1 in
    fmt) cargo fmt --all --check ;;
    clippy) cargo clippy --workspace --exclude frontend --all-targets -- -D warnings ;;
    # In the bundle's profile, so that both share their build scripts and macros.
    clippy-wasm) tools/wasm-cargo.sh clippy -p frontend --profile lib-profile-release -- -D warnings ;;
    rust) cargo test --workspace --exclude frontend --no-fail-fast ;;
    bundle) node tools/bundle.mjs ;;
    browser) PLAYWRIGHT_JSON_OUTPUT_FILE=$browser_report npm --loglevel=error --prefix end2end test -- --reporter=list,json ;;
    *) echo "unknown stage $1: ${all_stages[*]}" >&2 && return 2 ;;
    esac
}

# Prints "passed failed" of one kind of test, from what this run wrote.
rust_tests() {
    sed -nE 's/.*test result: .*[^0-9]([0-9]+) passed; ([0-9]+) failed.*/\1 \2/p' "$logs/rust.log" 2>/dev/null |
        awk '{ passed += $1; failed += $2 } END { print passed + 0, failed + 0 }'
}
browser_tests() {
    [[ -f $browser_report ]] || { echo 0 0 && return; }
    node -p 'const { expected, flaky, unexpected } = JSON.parse(fs.readFileSync(process.argv[1])).stats;
        `${expected + flaky} ${unexpected}`' "$browser_report"
}

[[ $# -gt 0 ]] || set -- "${all_stages[@]}"
rm -rf "$logs"
mkdir -p "$logs"
broken=
for name in "$@"; do
    printf '\n== %s\n' "$name"
    start=$SECONDS
    stage "$name" 2>&1 | tee "$logs/$name.log" || broken=$name
    printf '== %s: %s, %d s\n' "$name" "$([[ -z $broken ]] && echo ok || echo FAILED)" $((SECONDS - start))
    [[ -z $broken ]] || break
done

read -r rust_passed rust_failed < <(rust_tests)
read -r browser_passed browser_failed < <(browser_tests)
passed=$((rust_passed + browser_passed))
failed=$((rust_failed + browser_failed))
if [[ -n $broken ]]; then
    # Said again at the end, where a reader looks first: what it was may lie thousands of lines above.
    printf '\n'
    grep -E "$fault" "$logs/$broken.log" | head -n 40
    printf '\nStopped at stage "%s": see %s\n' "$broken" "$logs/$broken.log"
    # A stage may fail before it counts a single test, and that is no success.
    [[ $failed -gt 0 ]] || failed=1
fi
printf '\n%d passed, %d failed\n' "$passed" "$failed"
[[ -z $broken ]]
