#!/usr/bin/env bash
# Gives the bodies of server/tests/fuzz to libFuzzer, one after the other. What it finds interesting is kept in
# fuzz/corpus, what breaks something in fuzz/artifacts.
#
#   tools/fuzz.sh                       every target, a minute each
#   FUZZ_SECONDS=3600 tools/fuzz.sh     an hour each
#   tools/fuzz.sh forms answers         these
set -euo pipefail
cd "$(dirname "$0")/.."

seconds=${FUZZ_SECONDS:-60}
[[ $# -gt 0 ]] || set -- $(sed -n 's/^path = "fuzz_targets\/\(.*\)\.rs"/\1/p' fuzz/Cargo.toml)

tools/setup.sh fuzz
export PATH="$PWD/.tools/bin:$PATH"

# The versions that are shipped; libfuzzer-sys is added to them.
cp Cargo.lock fuzz/Cargo.lock
# Link-time optimisation would take longer than the fuzzing. There is no unsafe code of ours that a sanitizer could
# watch, and without one the bodies run several times as often.
export CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 CARGO_PROFILE_RELEASE_OPT_LEVEL=1
for target in "$@"; do
    printf '\n== %s, %d s\n' "$target" "$seconds"
    mkdir -p "fuzz/corpus/$target"
    cargo +nightly fuzz run --sanitizer none "$target" "fuzz/corpus/$target" "fuzz/seeds/$target" -- \
        -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=8192 -print_final_stats=1 -verbosity=0
done
