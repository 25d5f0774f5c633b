#!/usr/bin/env bash
# Runs each fuzz target for FUZZ_SECONDS (600 unless set), or only those that are named:
#
#   FUZZ_SECONDS=60 scripts/fuzz.sh line_framer
#
# The targets are libFuzzer's, in the layout of cargo-fuzz, but need neither that nor a nightly
# toolchain: what cargo-fuzz would add is given to the stable compiler here. All code is safe Rust,
# so it does without the address sanitizer; every debug assertion and overflow check is on. An
# input that fails is left in fuzz/artifacts/TARGET; `fuzz/target/…/TARGET FILE` runs it again.
set -euo pipefail
cd "$(dirname "$0")/../fuzz"

host=$(rustc -vV | sed -n 's/^host: //p')
coverage="-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters
    -Cllvm-args=-sanitizer-coverage-pc-table -Cllvm-args=-sanitizer-coverage-trace-compares"
# One unit a crate keeps the counters of all code in the order that libFuzzer expects.
export RUSTFLAGS="--cfg fuzzing -Ccodegen-units=1 $(echo $coverage)"
# With a target named, build scripts and macros are not instrumented.
cargo build --locked --release --target "$host"

targets=("$@")
[ $# -gt 0 ] || targets=(line_framer block_format spool_reader search values archive documents)
for target in "${targets[@]}"; do
    mkdir -p "corpus/$target" "artifacts/$target"
    printf '\n==> %s\n' "$target"
    "target/$host/release/$target" "corpus/$target" "seeds/$target" \
        -artifact_prefix="artifacts/$target/" -max_total_time="${FUZZ_SECONDS:-600}" \
        -max_len=16384 -rss_limit_mb=2048 -timeout=20 -print_final_stats=1
done
