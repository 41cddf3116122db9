#!/usr/bin/env bash
# Installs what this project needs and the machine lacks; says nothing when all is there.
#
#   tools/setup.sh build    what `make run` needs (the default)
#   tools/setup.sh test     the same, and what `make test` needs
#   tools/setup.sh fuzz     what `make fuzz` needs
#   tools/setup.sh coverage what `make coverage` needs
#   tools/setup.sh mutants  what `make mutants` needs
#
# WASM_TOOLCHAIN=distro takes the wasm compiler from Debian's packages without asking rustup.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf 'setup: %s\n' "$*"; }
die() {
    printf 'setup: %s\n' "$*" >&2
    exit 1
}

# Networks hiccup: three tries before a step counts as failed.
retry() {
    local try
    for try in 1 2 3; do
        "$@" && return
        say "try $try of 3 failed: $*" >&2
        sleep "$try"
    done
    return 1
}

as_root() { if [[ $(id -u) == 0 ]]; then "$@"; else sudo "$@"; fi; }

apt_try() {
    # A third-party source that is out of reach must not stop Debian's own.
    as_root apt-get update -qq || true
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        -o DPkg::Lock::Timeout=600 -o Dpkg::Use-Pty=0 "$@" >/dev/null
}

# Installs those of the named Debian packages that are missing.
debian() {
    local package missing=()
    command -v apt-get >/dev/null || return 1
    for package in "$@"; do
        [[ $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) == installed ]] || missing+=("$package")
    done
    [[ ${#missing[@]} == 0 ]] && return
    say "apt: ${missing[*]}"
    retry apt_try "${missing[@]}"
}

basics() {
    command -v cargo >/dev/null || die 'Rust 1.95 or newer is needed (rustup is the usual way to get it)'
    command -v cc >/dev/null || debian gcc libc6-dev || die 'a C compiler is needed'
    command -v node >/dev/null && command -v npm >/dev/null || debian nodejs npm || die 'Node.js is needed'
}

# --- a compiler for the browser ---------------------------------------------

has_wasm_std() { compgen -G "$(rustc --print target-libdir --target wasm32-unknown-unknown)/libstd-*.rlib" >/dev/null; }

# Debian's `-web` packages hold a current compiler and std's source, but no std for wasm32: it is built here
# once. They live in /usr/bin beside rustup's; the versions differ, so the two never share a step.
debian_wasm() {
    debian rustc-web cargo-web rust-web-src rust-web-llvm rust-web-clippy || return 1
    # rust-lld is a link to the linker of the compiler's own LLVM, which no package depends on.
    debian "lld-$(readlink /usr/bin/rust-lld | grep -oE '[0-9]+' | head -n 1)" || return 1
    debian_wasm_std || return 1
    ! command -v rustup >/dev/null || rustup toolchain link distro /usr
}

debian_wasm_std() {
    local version lib=/usr/lib/rustlib/wasm32-unknown-unknown/lib
    version=$(/usr/bin/rustc -vV)
    # One without our mark came from a package, and fits.
    compgen -G "$lib/libstd-*.rlib" >/dev/null && [[ $(cat "$lib/.built-by" 2>/dev/null || echo "$version") == "$version" ]] && return
    say "std for wasm32, built with Debian's $(/usr/bin/rustc -V) (about a minute)"
    scratch=$(mktemp -d)
    trap 'rm -rf "$scratch"' EXIT
    mkdir "$scratch/src" && : >"$scratch/src/lib.rs"
    printf '%s\n' '[package]' 'name = "empty"' 'edition = "2024"' '[lib]' 'crate-type = ["cdylib"]' >"$scratch/Cargo.toml"
    # Bitcode is embedded for the bundle's link-time optimisation, which refuses a std without it.
    retry env -C "$scratch" -u RUSTC -u RUSTUP_TOOLCHAIN PATH="/usr/bin:$PATH" CARGO_TARGET_DIR="$scratch/target" \
        RUSTC_BOOTSTRAP=1 RUSTFLAGS=-Cembed-bitcode=yes CARGO_PROFILE_RELEASE_OPT_LEVEL=z \
        /usr/bin/cargo build --quiet --release --target wasm32-unknown-unknown -Z build-std=std,panic_abort &&
        as_root rm -rf "$lib" && as_root mkdir -p "$lib" &&
        as_root cp "$scratch"/target/wasm32-unknown-unknown/release/deps/*.rlib "$lib/" &&
        as_root tee "$lib/.built-by" <<<"$version" >/dev/null
}

rustup_wasm() {
    command -v rustup >/dev/null || return 1
    say 'rustup target: wasm32-unknown-unknown'
    timeout 120 rustup target add wasm32-unknown-unknown 2>/dev/null && return
    say "rustup cannot add it here: taking Debian's compiler"
    return 1
}

# Leaves in .tools/wasm-toolchain which toolchain tools/wasm-cargo.sh is to use. A machine that had to take
# Debian's once is not made to wait for rustup's host again.
wasm_target() {
    local chosen=distro marker=.tools/wasm-toolchain
    if [[ ${WASM_TOOLCHAIN:-} != distro ]]; then
        if has_wasm_std || { [[ $(cat $marker 2>/dev/null) != distro ]] && rustup_wasm; }; then chosen=default; fi
    fi
    [[ $chosen == default ]] || debian_wasm || die 'no compiler for wasm32: try "rustup target add wasm32-unknown-unknown"'
    mkdir -p .tools
    echo $chosen >$marker
}

# --- tools of the bundle ----------------------------------------------------

# wasm-bindgen's two halves must be of one version: the library's in Cargo.lock decides. The tool is kept
# outside the clone, by version, so that a fresh clone does not compile it again.
wasm_bindgen() {
    local version home
    version=$(awk '/^name = "wasm-bindgen"$/ { getline; gsub(/[^0-9.]/, ""); print; exit }' Cargo.lock)
    is_it() { [[ $("$1" --version 2>/dev/null) == "wasm-bindgen $version" ]]; }
    is_it .tools/bin/wasm-bindgen && return
    mkdir -p .tools/bin
    home="${XDG_CACHE_HOME:-$HOME/.cache}/vestibule/wasm-bindgen-$version"
    if is_it wasm-bindgen; then
        home=$(dirname "$(dirname "$(command -v wasm-bindgen)")")
    elif ! is_it "$home/bin/wasm-bindgen"; then
        say "cargo: wasm-bindgen-cli $version (about two minutes)"
        # With its lock file first; a registry index that lags behind it cannot serve that one.
        cargo_tool wasm-bindgen "$home" "wasm-bindgen-cli@$version" --locked 2>/dev/null ||
            retry cargo_tool wasm-bindgen "$home" "wasm-bindgen-cli@$version" || die 'wasm-bindgen-cli could not be built'
    fi
    ln -sf "$home/bin/wasm-bindgen" .tools/bin/wasm-bindgen
}

# It runs for a second and compiles for minutes: the cheapest profile is the right one.
cargo_tool() {
    local name=$1 root=$2
    shift 2
    env -u CARGO_TARGET_DIR CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 \
        CARGO_PROFILE_RELEASE_OPT_LEVEL=0 CARGO_PROFILE_RELEASE_DEBUG=0 \
        cargo install --quiet --force --no-default-features --bin "$name" --root "$root" "$@"
}

npm_packages() {
    cmp -s "$1/package-lock.json" "$1/node_modules/.installed" && return
    say "npm: $1"
    retry env -C "$1" npm ci --loglevel=error >/dev/null || die "npm packages of $1 could not be installed"
    cp "$1/package-lock.json" "$1/node_modules/.installed"
}

# --- tools of the browser tests ---------------------------------------------

browser() {
    # The fonts make screenshots look like a real machine's.
    debian chromium-headless-shell fonts-liberation || debian chromium fonts-liberation && return
    say "no Chromium among the system's packages; trying Playwright's"
    retry env -C end2end npx playwright install chromium || die 'no Chromium for the browser tests'
}

# --- tools of fuzzing, coverage and mutation testing -------------------------

# A subcommand of cargo, kept outside the clone by version like wasm-bindgen.
cargo_subcommand() {
    local name=$1 version=$2 home
    mkdir -p .tools/bin
    home="${XDG_CACHE_HOME:-$HOME/.cache}/vestibule/$name-$version"
    if [[ ! -x $home/bin/$name ]]; then
        say "cargo: $name $version"
        retry cargo_tool "$name" "$home" "$name@$version" --locked || die "$name could not be built"
    fi
    ln -sf "$home/bin/$name" ".tools/bin/$name"
}

fuzzer() {
    command -v rustup >/dev/null && rustup run nightly rustc --version >/dev/null 2>&1 ||
        die 'fuzzing wants nightly Rust: rustup toolchain install nightly'
    command -v c++ >/dev/null || debian g++ || die 'a C++ compiler is needed for libFuzzer'
    cargo_subcommand cargo-fuzz 0.13.2
}

# llvm-profdata and llvm-cov must be of the compiler's own LLVM, so rustup's component is the place to get them.
llvm_tools() {
    compgen -G "$(rustc --print sysroot)/lib/rustlib/*/bin/llvm-profdata" >/dev/null && return
    [[ -n ${LLVM_COV:-} && -n ${LLVM_PROFDATA:-} ]] && return
    command -v rustup >/dev/null && say 'rustup component: llvm-tools' && retry rustup component add llvm-tools 2>/dev/null && return
    die 'coverage wants "rustup component add llvm-tools", or LLVM_COV and LLVM_PROFDATA'
}

group=${1:-build}
case $group in
build | test | fuzz | coverage | mutants) ;;
*) die "unknown group '$group': build, test, fuzz, coverage or mutants" ;;
esac
basics
case $group in
fuzz) fuzzer && exit ;;
coverage) llvm_tools && cargo_subcommand cargo-llvm-cov 0.9.1 && exit ;;
mutants) cargo_subcommand cargo-mutants 27.1.0 && exit ;;
esac
wasm_target
wasm_bindgen
npm_packages tools
if [[ $group == test ]]; then
    # Playwright's own demand; the bundle is content with less.
    [[ $(node -p 'process.versions.node.split(".")[0]') -ge 20 ]] || die "Node.js 20 or newer is needed, not $(node --version)"
    npm_packages end2end
    browser
fi
