#!/usr/bin/env bash
# Takes the cluster down (make cluster-down) and leaves nothing of it: no process, mount, network
# namespace, bridge, rule or control group. What was built stays in target/cluster.
source "$(dirname "$0")/env.sh"
source "$here/process.sh"

if [ "${1:-}" != --locked ]; then
    exec 9>/run/annals-cluster.lock
    # Whoever was bringing it up and broke off may need a moment to be gone.
    flock --wait 60 9 || fail "somebody else is bringing the cluster up or down"
fi
[ -e "$state" ] || { say "no cluster is up"; exit 0; }

ctr() {
    timeout 20 ctr --address "$sockets/containerd.sock" --namespace k8s.io "$@" 2>/dev/null
}

# Whoever would start pods anew goes first.
processes() {
    stop workflow-controller kubelet proxy scheduler controller-manager
    containers
    stop containerd
    # What these two hold is thrown away, so they need not end in order.
    end apiserver etcd
}

containers() {
    alive containerd || return 0
    local container
    for container in $(ctr tasks list --quiet); do
        ctr tasks delete --force "$container" >/dev/null || true
    done
    # What the network plugins wrote down of each, in a folder that is the whole machine's.
    for container in $(ctr containers list --quiet); do
        rm -f /var/lib/cni/results/*-"$container"-*
    done
    rmdir /var/lib/cni/results /var/lib/cni 2>/dev/null || true
}

# Of a containerd that is gone already, what holds the containers still runs.
shims() {
    local pid
    for pid in $(pgrep -f "containerd-shim-runc-v2 .*-address $sockets/" || true); do
        pkill -KILL -P "$pid" || true
        kill -KILL "$pid" 2>/dev/null || true
    done
}

mounts() {
    local place
    awk -v a="$state/" -v b="$sockets/" 'index($5, a) == 1 || index($5, b) == 1 { print $5 }' \
        /proc/self/mountinfo | sort -r | while read -r place; do umount -l "$place" || true; done
}

# The pods' namespaces are those that hold an address of the cluster's; the other end of each of
# their cables is on the bridge and goes with it.
namespaces() {
    local name
    for name in $(ip netns list | awk '/^cni-/ { print $1 }'); do
        if ip -n "$name" -4 address show to "$pods" | grep -q inet; then ip netns delete "$name"; fi
    done
    ip link delete "$bridge" 2>/dev/null || true
}

rules() {
    [ ! -x "$binaries/kube-proxy" ] ||
        "$binaries/kube-proxy" --config="$state/proxy.yaml" --cleanup >>"$logs/down.log" 2>&1 || true
    local family
    for family in iptables ip6tables; do
        command -v "$family-save" >/dev/null || continue
        "$here/without-rules.sh" "$family"
    done
}

settings() {
    local name value
    [ -e "$state/settings" ] || return 0
    while read -r name value; do echo "$value" >"/proc/sys/${name//./\/}"; done <"$state/settings"
}

groups() {
    find /sys/fs/cgroup -depth -type d \( -path '*/kubepods*' -o -path '*/k8s.io*' \) \
        -exec rmdir {} + 2>/dev/null || true
}

# The kubelet makes a link to each log, in a folder that is the whole machine's.
links() {
    local link
    for link in /var/log/containers/*.log; do
        case $(readlink "$link") in "$state"/*) rm -f "$link" ;; esac
    done
    rmdir /var/log/containers 2>/dev/null || true
}

processes
shims
links
mounts
namespaces
rules
settings
groups
rm -rf "$state" "$sockets"
# The kubelet makes this one whatever its folder is.
if [ -S /var/lib/kubelet/device-plugins/kubelet.sock ] && ! pgrep -x kubelet >/dev/null; then
    rm -f /var/lib/kubelet/device-plugins/kubelet.sock
    rmdir /var/lib/kubelet/device-plugins /var/lib/kubelet 2>/dev/null || true
fi
rmdir /run/containerd/runc/k8s.io /run/containerd/{runc,s} /run/containerd 2>/dev/null || true
say "the cluster is down"
