#!/usr/bin/env bash
# A containerd of the cluster's own, beside any that the machine has, and the images in it.
source "$(dirname "$0")/env.sh"
source "$here/process.sh"

# Where overlays do not work (in a container, say), files are copied instead.
snapshotter() {
    local trial=$state/trial
    mkdir -p "$trial"/{low,up,work,all}
    if mount -t overlay overlay \
        -o "lowerdir=$trial/low,upperdir=$trial/up,workdir=$trial/work" "$trial/all" 2>/dev/null; then
        umount "$trial/all"
        echo overlayfs
    else
        echo native
    fi
    rm -rf "$trial"
}

mkdir -p "$sockets"
# Without restrict_oom_score_adj a pod cannot begin where root lacks CAP_SYS_RESOURCE.
cat >"$state/containerd.toml" <<TOML
version = 2
root = "$state/containerd"
state = "$sockets/containerd"
disabled_plugins = [
  "io.containerd.snapshotter.v1.aufs", "io.containerd.snapshotter.v1.btrfs",
  "io.containerd.snapshotter.v1.devmapper", "io.containerd.snapshotter.v1.zfs",
]
[grpc]
address = "$sockets/containerd.sock"
[plugins."io.containerd.grpc.v1.cri"]
sandbox_image = "$pause_image"
restrict_oom_score_adj = true
[plugins."io.containerd.grpc.v1.cri".cni]
bin_dir = "/usr/lib/cni"
conf_dir = "$state/cni/net.d"
[plugins."io.containerd.grpc.v1.cri".containerd]
snapshotter = "$(snapshotter)"
TOML

ctr() {
    command ctr --address "$sockets/containerd.sock" --namespace k8s.io "$@"
}

start containerd containerd --config "$state/containerd.toml"
until_true 30 containerd ctr version
say "containerd: runs"
for image in "$images"/*.tar; do
    [ "${ANNALS_CLUSTER_ARGO:-}" != none ] || [ "$image" != "$images/argoexec.tar" ] || continue
    ctr images import "$image" >>"$logs/images.log" 2>&1 ||
        fail "$image could not be imported; see $logs/images.log"
done
say "containerd: images imported"
