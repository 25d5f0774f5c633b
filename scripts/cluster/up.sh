#!/usr/bin/env bash
# Brings up a Kubernetes node and Argo on this machine (make cluster-up), as root, without Docker and
# without an image registry. What is built is kept in target/cluster. Where KUBECONFIG names a
# cluster, that one is used and nothing is brought up.
#
# It ends with 75, and a sentence that begins with "the test cluster cannot be had here", where this
# machine cannot have one: no root, no control groups, packages or modules out of reach. It ends with
# 1 where one should have come up.
source "$(dirname "$0")/env.sh"
source "$here/process.sh"
source "$here/../bounded.sh"

if [ -n "${KUBECONFIG:-}" ]; then
    say "KUBECONFIG is set: using that cluster, and bringing none up"
    exit
fi
"$here/able.sh"

# Two at a time would take each other's cluster down.
exec 9>/run/annals-cluster.lock
flock -n 9 || fail "somebody else is bringing it up or down (/run/annals-cluster.lock)"

parts=(etcd containerd apiserver controller-manager scheduler kubelet proxy)
[ "${ANNALS_CLUSTER_ARGO:-}" = none ] || parts+=(workflow-controller)

whole() {
    local part
    for part in "${parts[@]}"; do alive "$part" || return 1; done
    kubectl get --raw /readyz >/dev/null 2>&1
}

if whole; then
    say "the cluster is up already: KUBECONFIG=$admin"
    exit
fi
# What takes longer than this hangs.
bounded 900 "$here/packages.sh"
bounded 3000 "$here/build.sh"
# Argo shares next to nothing with the rest, and room matters more than the little.
[ -n "${ANNALS_CLUSTER_KEEP_GO:-}" ] || rm -rf "$cache/go/build"
bounded 2400 "$here/argo-build.sh"
# Go's downloads are ten times as large as what came of them.
[ -n "${ANNALS_CLUSTER_KEEP_GO:-}" ] || rm -rf "$cache/go" "$cache/argo-source"
bounded 900 "$here/images.sh"
# What a cluster that broke off left behind would only confuse the new one.
[ ! -e "$state" ] || "$here/down.sh" --locked
mkdir -p "$logs"
for step in certificates network containerd control-plane node dns argo; do
    bounded 300 "$here/$step.sh"
done
say "the cluster is up: KUBECONFIG=$admin"
