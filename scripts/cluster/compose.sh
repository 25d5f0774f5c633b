#!/usr/bin/env bash
# Tries the compose file by the library of Docker Compose: it is read, has nothing that Compose does not
# know, and is refused where a password is not set.
source "$(dirname "$0")/env.sh"

file=$root/deploy/compose.yaml
compose=("$binaries/compose" "$file")
[ -x "$binaries/compose" ] || compose=(docker compose --file "$file" config)

variables=(POSTGRES_PASSWORD ANNALS_ADMIN_TOKEN ANNALS_SECRET_KEY)
for variable in "${variables[@]}"; do export "$variable=of-$variable"; done
said=$("${compose[@]}") || fail "deploy/compose.yaml has faults"
for words in \
    'ANNALS_DATABASE_URL: postgres://annals:of-POSTGRES_PASSWORD@postgres/annals' \
    'ANNALS_ADMIN_TOKEN: of-ANNALS_ADMIN_TOKEN' 'condition: service_healthy' 'dockerfile: deploy/Containerfile'; do
    grep -qF -- "$words" <<<"$said" || fail "deploy/compose.yaml does not come to: $words"
done
for variable in "${variables[@]}"; do
    said=$(env -u "$variable" "${compose[@]}" 2>&1) && fail "deploy/compose.yaml was read without $variable"
    grep -qF -- "set $variable" <<<"$said" || fail "without $variable it was refused with: $said"
done
say "compose: read, and refused where it must be"
