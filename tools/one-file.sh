#!/usr/bin/env bash
# Checks that a release is a single file: runs the program alone in an empty folder and fetches its files as a
# browser would. They must equal those of target/site, byte for byte.
#
#   tools/one-file.sh target/release/vestibule
set -euo pipefail

program=$(realpath "$1")
site=$(realpath "$(dirname "$0")/../target/site")
scratch=$(mktemp -d)
server=
cleanup() {
    [[ -z $server ]] || kill "$server" 2>/dev/null || true
    rm -rf "$scratch"
}
trap cleanup EXIT
die() {
    printf 'one-file: %s\n' "$*" >&2
    exit 1
}

mkdir "$scratch/alone" "$scratch/data"
cp "$program" "$scratch/alone/vestibule"
cd "$scratch/alone"
mkfifo "$scratch/said"
env -i VESTIBULE_ADDR=127.0.0.1:0 VESTIBULE_PUBLIC_URL=http://127.0.0.1:0 VESTIBULE_SANDBOX_ADDR=127.0.0.1:0 \
    VESTIBULE_DATA="$scratch/data" ./vestibule >"$scratch/said" 2>"$scratch/log" &
server=$!
exec 3<"$scratch/said"
origin=
while [[ -z $origin ]] && read -r line <&3; do
    [[ $line =~ is\ open:\ (http://[^/ ]+) ]] && origin=${BASH_REMATCH[1]}
done
[[ -n $origin ]] || die "the server did not start: $(tail -n 5 "$scratch/log")"

# Fetches a path and checks its status. Stores the headers and the body in files.
fetch() {
    local status
    status=$(curl -sS -H "accept-encoding: ${3:-identity}" -D "$scratch/headers" -o "$scratch/body" -w '%{http_code}' "$origin$1")
    [[ $status == "$2" ]] || die "$1 was answered $status, not $2"
}
header() {
    grep -qi "^$1: $2" "$scratch/headers" || die "$3 came without '$1: $2'"
}

fetch / 200
grep -q 'href="/pkg/vestibule\.[0-9a-f]*\.css"' "$scratch/body" || die 'the first page names no style sheet'
while IFS=': ' read -r kind hash; do
    path=/pkg/vestibule.$hash.$kind
    for encoding in br gzip; do
        suffix=${encoding/gzip/gz}
        fetch "$path" 200 "$encoding"
        header content-encoding "$encoding" "$path"
        header cache-control 'public, max-age=31536000, immutable' "$path"
        cmp -s "$scratch/body" "$site$path.$suffix" || die "$path.$suffix is not that of target/site"
    done
    fetch "$path" 200
    cmp -s "$scratch/body" "$site$path" || die "$path is not that of target/site"
    case $kind in
    js) header content-type text/javascript "$path" ;;
    wasm) header content-type application/wasm "$path" ;;
    *css) header content-type text/css "$path" ;;
    esac
done <"$site/hash.txt"
for path in /favicon.svg /robots.txt; do
    fetch "$path" 200
    header cache-control 'public, max-age=3600' "$path"
    cmp -s "$scratch/body" "$site$path" || die "$path is not that of target/site"
done
fetch /pkg/nothing.js 404 br
fetch /nowhere 404
[[ $(ls -A) == vestibule ]] || die "the server wrote beside itself: $(ls -A)"
printf 'one-file: %s serves its site alone\n' "$1"
