#!/usr/bin/env bash
# Installs missing build tools. Prints nothing if nothing is missing.
#
#   tools/setup.sh build    tools of `make run` (the default)
#   tools/setup.sh test     the same, and the tools of `make test`
#   tools/setup.sh fuzz     tools of `make fuzz`
#   tools/setup.sh coverage tools of `make coverage`
#   tools/setup.sh mutants  tools of `make mutants`
#
# WASM_TOOLCHAIN=distro uses the wasm compiler of Debian's packages instead of rustup's.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf 'setup: %s\n' "$*"; }
die() {
    printf 'setup: %s\n' "$*" >&2
    exit 1
}

# Retries a step twice, because downloads can fail temporarily.
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
    # An unreachable third-party source must not block Debian's own.
    as_root apt-get update -qq || true
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        -o DPkg::Lock::Timeout=600 -o Dpkg::Use-Pty=0 "$@" >/dev/null
}

# Installs the missing packages among these Debian packages.
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

# Debian's `-web` packages contain a current compiler and the source of std, but no std for wasm32: this function
# builds it once. They install to /usr/bin beside rustup's tools. The versions differ, so no step mixes the two.
debian_wasm() {
    debian rustc-web cargo-web rust-web-src rust-web-llvm rust-web-clippy || return 1
    # rust-lld is a symbolic link to the linker of the compiler's LLVM version, and no package depends on that linker.
    debian "lld-$(readlink /usr/bin/rust-lld | grep -oE '[0-9]+' | head -n 1)" || return 1
    debian_wasm_std || return 1
    ! command -v rustup >/dev/null || rustup toolchain link distro /usr
}

debian_wasm_std() {
    local version lib=/usr/lib/rustlib/wasm32-unknown-unknown/lib
    version=$(/usr/bin/rustc -vV)
    # A std without our marker file came from a package and matches the compiler.
    compgen -G "$lib/libstd-*.rlib" >/dev/null && [[ $(cat "$lib/.built-by" 2>/dev/null || echo "$version") == "$version" ]] && return
    say "std for wasm32, built with Debian's $(/usr/bin/rustc -V) (about a minute)"
    scratch=$(mktemp -d)
    trap 'rm -rf "$scratch"' EXIT
    mkdir "$scratch/src" && : >"$scratch/src/lib.rs"
    printf '%s\n' '[package]' 'name = "empty"' 'edition = "2024"' '[lib]' 'crate-type = ["cdylib"]' >"$scratch/Cargo.toml"
    # The bundle's link-time optimisation requires a std with embedded bitcode.
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

# Stores the toolchain for tools/wasm-cargo.sh in .tools/wasm-toolchain. A machine that once needed Debian's
# does not try rustup's host again.
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

# The wasm-bindgen tool must have the version of the library in Cargo.lock. The tool is cached outside the clone,
# by version, so that a fresh clone does not compile it again.
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
        # Its own lock file first. A registry mirror that lags behind may lack those versions.
        cargo_tool wasm-bindgen "$home" "wasm-bindgen-cli@$version" --locked 2>/dev/null ||
            retry cargo_tool wasm-bindgen "$home" "wasm-bindgen-cli@$version" || die 'wasm-bindgen-cli could not be built'
    fi
    ln -sf "$home/bin/wasm-bindgen" .tools/bin/wasm-bindgen
}

# The tools run for a second and compile for minutes, so they use the profile that compiles fastest.
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
    # The screenshots need common fonts.
    debian chromium-headless-shell fonts-liberation || debian chromium fonts-liberation && return
    say "no Chromium among the system's packages; trying Playwright's"
    retry env -C end2end npx playwright install chromium || die 'no Chromium for the browser tests'
}

# --- PostgreSQL for the tests on it -------------------------------------------

pooler() {
    command -v pgbouncer >/dev/null || debian pgbouncer || die 'PgBouncer is needed for the tests'
}

postgres() {
    command -v initdb >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null && return
    debian postgresql || die 'PostgreSQL 15 or newer is needed for the tests'
}

# --- tools of fuzzing, coverage and mutation testing -------------------------

# Installs a cargo subcommand outside the clone, by version, like wasm-bindgen.
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

# llvm-profdata and llvm-cov must match the compiler's LLVM version, so they come from rustup's component.
llvm_tools() {
    compgen -G "$(rustc --print sysroot)/lib/rustlib/*/bin/llvm-profdata" >/dev/null && return
    [[ -n ${LLVM_COV:-} && -n ${LLVM_PROFDATA:-} ]] && return
    command -v rustup >/dev/null && say 'rustup component: llvm-tools' && retry rustup component add llvm-tools 2>/dev/null && return
    die 'coverage wants "rustup component add llvm-tools", or LLVM_COV and LLVM_PROFDATA'
}

group=${1:-build}
case $group in
build | test | fuzz | coverage | mutants | postgres | pooler) ;;
*) die "unknown group '$group': build, test, fuzz, coverage, mutants, postgres or pooler" ;;
esac
basics
case $group in
fuzz) fuzzer && exit ;;
coverage) llvm_tools && cargo_subcommand cargo-llvm-cov 0.9.1 && exit ;;
mutants) cargo_subcommand cargo-mutants 27.1.0 && exit ;;
postgres) postgres && exit ;;
pooler) pooler && exit ;;
esac
wasm_target
wasm_bindgen
npm_packages tools
if [[ $group == test ]]; then
    # Playwright requires Node.js 20; the bundle works with older versions.
    [[ $(node -p 'process.versions.node.split(".")[0]') -ge 20 ]] || die "Node.js 20 or newer is needed, not $(node --version)"
    # Compiles (95 s of processor time, once for each machine) while packages are downloaded and unpacked.
    cargo_subcommand cargo-deny 0.20.2 &
    deny=$!
    debian xz-utils || command -v xz >/dev/null || die 'xz is needed'
    npm_packages end2end
    browser
    postgres
    wait $deny
fi
