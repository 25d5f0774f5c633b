#!/usr/bin/env bash
# Builds deploy/Containerfile around the program $1, which is compiled already, on a Debian that is put
# together here, so that no registry is asked; gives the image to the cluster's containerd.
source "$(dirname "$0")/env.sh"

program=${1:?usage: annals-image.sh PROGRAM}
parts=$cache/annals
log=$parts/log
rm -rf "$parts"
mkdir -p "$parts/program"
trap 'rm -rf "$parts"' EXIT

# Its own storage, without mounts, is gone with the folder.
buildah() {
    command buildah --root "$parts/storage" --runroot "$parts/run" --storage-driver vfs "$@" >>"$log" 2>&1
}

# image_of NAME SOURCE PATH: an image that holds the file or folder, or what is in the archive.
image_of() {
    local container=$1-container
    buildah from --name "$container" scratch
    buildah add "$container" "$2" "$3"
    buildah commit --rm "$container" "localhost/$1"
}

# A bare Debian, which trusts whom this machine trusts: packages may come by way of a mirror.
debian() {
    local trusted=/usr/local/share/ca-certificates
    mkdir -p "$trusted"
    mmdebstrap --quiet --variant=minbase --format=tar \
        --customize-hook="mkdir -p \"\$1$trusted\"" --customize-hook="sync-in $trusted $trusted" \
        bookworm "$parts/debian.tar" >>"$log" 2>&1
}

wrong() {
    tail -n 20 "$log" >&2
    fail "$*"
}

strip -o "$parts/program/annals" "$program" || fail "$program is no program"
debian || wrong "Debian's packages could not be put together"
image_of debian "$parts/debian.tar" / || wrong "the image of Debian could not be made"
image_of program "$parts/program" /source/target/release/ || wrong "the program could not be packed"
say "images: building deploy/Containerfile"
# Without the stages that compile the program.
sed '/^FROM node:/,/^FROM ${PROGRAM}/ { /^FROM ${PROGRAM}/!d }' "$root/deploy/Containerfile" \
    >"$parts/Containerfile"
buildah build --isolation chroot --network host --pull-never --format docker \
    --build-arg BASE=localhost/debian --build-arg PROGRAM=localhost/program \
    --file "$parts/Containerfile" --tag "$annals_image" "$root" ||
    wrong "deploy/Containerfile could not be built"
buildah push "$annals_image" "docker-archive:$parts/image.tar:$annals_image" ||
    wrong "the image $annals_image could not be written"
ctr --address "$sockets/containerd.sock" --namespace k8s.io images import "$parts/image.tar" \
    >>"$log" 2>&1 || wrong "$annals_image could not be imported"
say "images: $annals_image"
