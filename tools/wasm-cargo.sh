#!/usr/bin/env bash
# cargo for the browser code: uses the toolchain that tools/setup.sh chose and a separate target directory, so that
# browser and server builds neither block each other nor invalidate each other's cache.
set -euo pipefail
cd "$(dirname "$0")/.."
export CARGO_BUILD_TARGET=wasm32-unknown-unknown CARGO_TARGET_DIR=target/wasm

cargo=cargo
if [[ $(cat .tools/wasm-toolchain 2>/dev/null) == distro ]]; then
    # Without rustup, use the path of Debian's compiler.
    if command -v rustup >/dev/null; then export RUSTUP_TOOLCHAIN=distro; else cargo=/usr/bin/cargo; fi
fi
exec "$cargo" "$@"
