#!/usr/bin/env bash
# Kills the server 200 times under a load of scripts and 200 times under one of flows, on SQLite and on
# PostgreSQL: the long form of tests that every `make test` does with 20 and 10. ANNALS_TEST_KILLS and ANNALS_TEST_SEED change how often, and at
# which moments.
set -euo pipefail
cd "$(dirname "$0")/.."

export ANNALS_TEST_KILLS=${ANNALS_TEST_KILLS:-200}
cargo build --locked -p annals-cli
ANNALS_TEST_BINARY=$PWD/target/debug/annals exec scripts/with-postgres.sh \
    cargo test --locked -p annals-tests --test whole kills -- --nocapture
