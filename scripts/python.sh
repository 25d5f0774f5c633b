#!/usr/bin/env bash
# Checks the Python client against the built program, which ANNALS_TEST_BINARY names, on SQLite, and on
# the PostgreSQL that ANNALS_TEST_DATABASE_URL names where there is one (scripts/with-postgres.sh).
set -euo pipefail
cd "$(dirname "$0")/../clients/python"

exec "${PYTHON:-python3}" -B -W error::SyntaxWarning -m unittest discover --start-directory tests "$@"
