#!/usr/bin/env bash
# cargo for the browser's half: the toolchain that tools/setup.sh chose, and a target directory of its own, so
# that browser and server builds neither wait for each other nor throw away each other's work.
set -euo pipefail
cd "$(dirname "$0")/.."
export CARGO_BUILD_TARGET=wasm32-unknown-unknown CARGO_TARGET_DIR=target/wasm

cargo=cargo
if [[ $(cat .tools/wasm-toolchain 2>/dev/null) == distro ]]; then
    # Without rustup, Debian's compiler is reached by its path.
    if command -v rustup >/dev/null; then export RUSTUP_TOOLCHAIN=distro; else cargo=/usr/bin/cargo; fi
fi
exec "$cargo" "$@"
