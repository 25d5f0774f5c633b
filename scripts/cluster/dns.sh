#!/usr/bin/env bash
# The cluster's name server, as a pod behind the usual Service.
source "$(dirname "$0")/env.sh"

sed -e "s|@IMAGE@|$coredns_image|" -e "s|@ADDRESS@|$dns_service|" "$here/dns.yaml" |
    kubectl apply -f - >>"$logs/dns.log" || fail "the name server was refused; see $logs/dns.log"
kubectl -n kube-system rollout status deployment/coredns --timeout=90s >>"$logs/dns.log" ||
    fail "the name server did not come; see 'kubectl -n kube-system describe pods'"
say "names: answered at $dns_service"
