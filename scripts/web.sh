#!/usr/bin/env bash
# Works on the web pages with what their lock file names:
#
#   scripts/web.sh build     builds them into web/dist, which becomes part of the program
#   scripts/web.sh check     checks types, style and logic, and builds them
#   scripts/web.sh browser   checks the built program in a real browser, and the generated types
set -euo pipefail
cd "$(dirname "$0")/../web"

# The program works without its pages too, and says so in their place.
if [ "${1:-}" = build ] && ! command -v npm >/dev/null; then
    echo "npm is not there: the program is built without its web pages" >&2
    exit 0
fi

# npm notes what it has installed; it is done again where the lock file is newer.
if ! [ node_modules/.package-lock.json -nt package-lock.json ]; then
    npm ci --no-audit --no-fund --loglevel=error
    touch node_modules/.package-lock.json
fi

case ${1:-} in
    build)
        npm run --silent build
        ;;
    check)
        ! grep -n '"resolved"' package-lock.json || { echo "the lock file names a registry" >&2; exit 1; }
        npm run --silent check
        npm run --silent test
        npm run --silent build
        ;;
    browser)
        ANNALS_CHROMIUM=$(../scripts/chromium.sh)
        export ANNALS_CHROMIUM
        npm run --silent types:check
        npm run --silent browser
        ;;
    *)
        echo "usage: $0 build|check|browser" >&2
        exit 2
        ;;
esac
