#!/usr/bin/env bash
# Measures the line coverage of the Rust tests. Prints a table and writes HTML, lcov and JSON to target/coverage.
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
        # The features that the server enables. Without them most code of these two crates is not compiled.
        case $crate in
        kyc) what+=(--features kyc/native) ;;
        app) what+=(--features app/ssr) ;;
        esac
    done
fi

# Otherwise the counts of an earlier run would be added.
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
