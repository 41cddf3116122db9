#!/usr/bin/env bash
# Checks the crates by deny.toml: advisories, licences, bans, sources.
#
# The RustSec advisories come from the first of these that there is:
#   ADVISORY_DB=PATH            a folder with the database, or an archive of one
#   the network                 github.com/RustSec/advisory-db, at most once a day
#   tools/advisories.tar.xz     the copy in this repository
#
#   tools/deny.sh           the check
#   tools/deny.sh renew     makes the copy anew from the network or from ADVISORY_DB
set -euo pipefail
cd "$(dirname "$0")/.."

# Where `cargo deny` looks for the database: the name holds a hash of its URL.
url=https://github.com/RustSec/advisory-db
database=.tools/advisories/advisory-db-3157b0e258782691
copy=tools/advisories.tar.xz
# What the copy holds: the advisories, and the terms under which they may be passed on.
parts=(README.md LICENSE.txt LICENSES crates)

warn() { printf 'deny: WARNING: %s\n' "$*" >&2; }

# Unpacks an archive whose files lie below any one folder, or below none.
unpack() {
    rm -rf "$database" "$database.new"
    mkdir -p "$database.new"
    tar -xf "$1" -C "$database.new"
    local crates
    crates=$(find "$database.new" -maxdepth 2 -type d -name crates | head -n 1)
    [[ -n $crates ]] || return 1
    mv "$(dirname "$crates")" "$database"
    rm -rf "$database.new"
}

# Clones the database, or brings a clone of an earlier day up to date.
from_network() {
    [[ -d $database/.git/objects && -n $(find "$database/.git/FETCH_HEAD" -mtime -1 2>/dev/null) ]] && return
    command -v git >/dev/null || return 1
    if [[ -d $database/.git/objects ]]; then
        timeout 30 git -C "$database" fetch --quiet --depth 1 origin HEAD 2>/dev/null &&
            git -C "$database" reset --quiet --hard FETCH_HEAD
    else
        rm -rf "$database.new"
        timeout 30 git clone --quiet --depth 1 "$url" "$database.new" 2>/dev/null || return 1
        rm -rf "$database"
        mv "$database.new" "$database"
        touch "$database/.git/FETCH_HEAD"
    fi
}

# Puts the database in place and names its origin.
find_database() {
    mkdir -p .tools/advisories
    if [[ -n ${ADVISORY_DB:-} ]]; then
        origin=$ADVISORY_DB
        if [[ -d $ADVISORY_DB/crates ]]; then
            rm -rf "$database"
            mkdir -p "$database"
            (cd "$ADVISORY_DB" && tar -cf - "${parts[@]}") | tar -xf - -C "$database"
        else
            unpack "$ADVISORY_DB"
        fi
    elif from_network; then
        origin=$url
    elif [[ -f $copy ]]; then
        origin=$copy
        unpack "$copy"
    else
        return 1
    fi
    # `cargo deny` wants to know when the database was fetched.
    mkdir -p "$database/.git"
    [[ -e $database/.git/FETCH_HEAD ]] || touch "$database/.git/FETCH_HEAD"
}

# Date of the newest advisory.
newest() { grep -rhoE '^date = "[0-9-]{10}"' "$database/crates" | sort | tail -n 1 | grep -oE '[0-9-]{10}'; }

if [[ ${1:-} == renew ]]; then
    [[ -n ${ADVISORY_DB:-} ]] || from_network || { warn "$url cannot be reached" && exit 1; }
    find_database
    date=$(newest)
    (cd "$database" && tar --sort=name --owner=0 --group=0 --numeric-owner --mode=u=rwX,go=rX --mtime="$date" -cf - "${parts[@]}") |
        xz -9e >"$copy"
    printf 'deny: %s: advisories up to %s\n' "$copy" "$date"
    exit
fi

checks=(advisories bans licenses sources)
if find_database; then
    date=$(newest)
    days=$((($(date +%s) - $(date -d "$date" +%s)) / 86400))
    printf 'deny: advisories up to %s (%d days ago) from %s\n' "$date" "$days" "$origin"
    [[ $days -le 120 ]] || warn "the advisories are old: tools/deny.sh renew makes the copy anew"
else
    warn "no advisory database: the check of advisories is skipped (set ADVISORY_DB)"
    checks=(bans licenses sources)
fi
# `--offline` keeps it from fetching the database itself, so the crates of every platform must be there.
cargo fetch --locked --quiet
PATH="$PWD/.tools/bin:$PATH" cargo deny --offline --locked check --hide-inclusion-graph "${checks[@]}"
