#!/usr/bin/env bash
# Runs the fuzz targets of server/tests/fuzz with libFuzzer, one after the other. It stores interesting inputs in
# fuzz/corpus and failing inputs in fuzz/artifacts.
#
#   tools/fuzz.sh                       every target, a minute each
#   FUZZ_SECONDS=3600 tools/fuzz.sh     an hour each
#   tools/fuzz.sh forms answers         only these targets
set -euo pipefail
cd "$(dirname "$0")/.."

seconds=${FUZZ_SECONDS:-60}
[[ $# -gt 0 ]] || set -- $(sed -n 's/^path = "fuzz_targets\/\(.*\)\.rs"/\1/p' fuzz/Cargo.toml)

tools/setup.sh fuzz
export PATH="$PWD/.tools/bin:$PATH"

# Fuzz the locked versions of the release; cargo adds libfuzzer-sys to them.
cp Cargo.lock fuzz/Cargo.lock
# Link-time optimisation would take longer than the fuzzing. The project has no unsafe code that a sanitizer could
# check, and without one the targets run several times faster.
export CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 CARGO_PROFILE_RELEASE_OPT_LEVEL=1
for target in "$@"; do
    printf '\n== %s, %d s\n' "$target" "$seconds"
    mkdir -p "fuzz/corpus/$target"
    cargo +nightly fuzz run --sanitizer none "$target" "fuzz/corpus/$target" "fuzz/seeds/$target" -- \
        -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=8192 -print_final_stats=1 -verbosity=0
done
