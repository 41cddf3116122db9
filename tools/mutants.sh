#!/usr/bin/env bash
# Mutation testing of the domain: changes kyc's code in one place at a time and reports each change that kyc's own
# tests do not detect. Settings and exceptions: .cargo/mutants.toml. Undetected: target/mutants.out/missed.txt.
#
#   tools/mutants.sh                              the folders below, over an hour
#   tools/mutants.sh kyc/src/flow.rs              only these files
#   MUTANTS_ARGS='--shard 0/8' tools/mutants.sh   with options of cargo-mutants
set -euo pipefail
cd "$(dirname "$0")/.."

[[ $# -gt 0 ]] || set -- kyc/src/state kyc/src/flow.rs kyc/src/value
files=()
for path in "$@"; do
    [[ -d $path ]] && path="$path/**/*.rs"
    files+=(--file "$path")
done
read -ra more <<<"${MUTANTS_ARGS:-}"
mkdir -p target
exec .tools/bin/cargo-mutants mutants --package kyc --features native --timeout 60 --output target "${files[@]}" ${more[@]+"${more[@]}"}
