#!/usr/bin/env bash
# Measures which lines the Rust tests run. Prints a table; target/coverage holds HTML, lcov and JSON.
#
#   tools/coverage.sh          the workspace without `frontend`
#   tools/coverage.sh kyc      these crates, by their own tests, with a row for each module
set -euo pipefail
cd "$(dirname "$0")/.."

out=target/coverage
llvm_cov() { .tools/bin/cargo-llvm-cov llvm-cov "$@"; }

what=(--workspace --exclude frontend)
if [[ $# -gt 0 ]]; then
    what=()
    for crate in "$@"; do
        what+=(--package "$crate")
        # The features that the server turns on: without them most of these two is not compiled.
        case $crate in
        kyc) what+=(--features kyc/native) ;;
        app) what+=(--features app/ssr) ;;
        esac
    done
fi

# Counts of an earlier run would be added to this one's.
llvm_cov clean --profraw-only
if cargo nextest --version >/dev/null 2>&1; then
    llvm_cov nextest --no-report --no-fail-fast "${what[@]}"
else
    llvm_cov --no-report --no-fail-fast "${what[@]}"
fi
rm -rf "$out"
mkdir -p "$out"
llvm_cov report --lcov --output-path "$out/lcov.info"
llvm_cov report --json --output-path "$out/coverage.json"
llvm_cov report --html --output-dir "$out"
node tools/coverage-summary.mjs "$out/coverage.json" "$@"
