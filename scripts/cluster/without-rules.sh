#!/usr/bin/env bash
# Takes Kubernetes' own chains, and the rules that lead to them, out of iptables or ip6tables ($1).
source "$(dirname "$0")/env.sh"

for table in $(cat "/proc/net/${1/iptables/ip}_tables_names" 2>/dev/null; echo filter nat mangle); do
    saved=$("$1-save" -t "$table" 2>/dev/null) || continue
    grep -q -- 'KUBE-' <<<"$saved" || continue
    # First all rules that lead to a chain or stand in one, then the chains.
    grep -- '^-A .*KUBE-' <<<"$saved" | sed 's/^-A/-D/' |
        { echo "*$table"; cat; echo COMMIT; } | "$1-restore" --noflush || true
    grep -o '^:KUBE-[^ ]*' <<<"$saved" | sed 's/^:/-X /' |
        { echo "*$table"; cat; echo COMMIT; } | "$1-restore" --noflush || true
done
