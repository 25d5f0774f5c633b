#!/usr/bin/env bash
# Installs the pinned cargo-deny into target/tools unless it is there.
set -euo pipefail
cd "$(dirname "$0")/.."

version=0.20.2
if ! target/tools/bin/cargo-deny --version 2>/dev/null | grep -qF " $version"; then
    # In a folder of its own, so that it can be built beside the program.
    CARGO_TARGET_DIR=target/tools/build nice -n 19 \
        cargo install cargo-deny --locked --version "$version" --root target/tools --force
    rm -rf target/tools/build
fi
