#!/usr/bin/env bash
# Whether this machine may have a node at all: root, mounts, control groups, network namespaces, room.
source "$(dirname "$0")/env.sh"

[ "$(uname -s)" = Linux ] || lack "it needs Linux; set KUBECONFIG to a cluster that you have"
[ "$(id -u)" -eq 0 ] || lack "it needs root; set KUBECONFIG to a cluster that you have"

# The machine's own namespace is what the containers' mounts are made in.
mounts() {
    local folder status=0
    folder=$(mktemp -d)
    mount -t tmpfs annals-trial "$folder" 2>/dev/null || status=1
    umount "$folder" 2>/dev/null || true
    rmdir "$folder"
    return "$status"
}

# Whether a control group can be made in the folder $1.
groups_in() {
    mkdir "$1/annals-trial" 2>/dev/null && rmdir "$1/annals-trial"
}

# In one tree (version 2), or in a tree a controller (version 1).
control_groups() {
    local controller root=/sys/fs/cgroup
    for controller in cpu memory pids; do
        if [ -e "$root/cgroup.controllers" ]; then
            grep -qw "$controller" "$root/cgroup.controllers" && groups_in "$root" || return 1
        else
            groups_in "$root/$controller" || return 1
        fi
    done
}

# What a first build takes at most, and what a node that is built takes.
room() {
    local needed=2
    compgen -G "$binaries/built-*" >/dev/null || needed=10
    [ "$(df --output=avail --block-size=1G "$cache" | tail -n 1)" -ge "$needed" ] ||
        lack "it needs $needed GiB of disk where $cache is"
}

mounts || lack "root may not mount here"
control_groups || lack "control groups for CPU, memory and processes cannot be made in /sys/fs/cgroup"
unshare --net true 2>/dev/null || lack "network namespaces cannot be made here"
mkdir -p "$cache"
room
