#!/usr/bin/env bash
# Mutation testing of the domain: changes kyc's code in one place at a time and reports each change that no test
# detects. Settings and exceptions: .cargo/mutants.toml. Undetected: target/mutants/missed.txt.
#
#   tools/mutants.sh                             the folders below, in a few minutes
#   tools/mutants.sh kyc/src/service             only these files
#   SHARD=0/8 tools/mutants.sh kyc/src/service   each eighth mutant
set -euo pipefail
cd "$(dirname "$0")/.."

[[ $# -gt 0 ]] || set -- kyc/src/state kyc/src/flow.rs kyc/src/value
files=() crates=kyc
for path in "$@"; do
    # The tests of the use cases are in the server's crate.
    [[ $path == *service* || $path == *admin* ]] && crates='kyc server'
    [[ -d $path ]] && path="$path/**/*.rs"
    files+=("$path")
done
exec node tools/mutants.mjs target/mutants "$crates" "${files[@]}"
