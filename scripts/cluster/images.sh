#!/usr/bin/env bash
# Makes the container images of the cluster, once, as archives in the cache.
source "$(dirname "$0")/env.sh"

mkdir -p "$images"

# make NAME OPTION...: writes the image if it is not there, or older than the file of an --add.
make() {
    local image=$1 out
    shift
    out=$images/$(basename "${image%%:*}").tar
    "$here/image.py" "$out.new" "$image" "$@" || fail "the image $image could not be written"
    mv "$out.new" "$out"
    say "images: $image"
}

pause() {
    gcc -Os -static -o "$cache/pause" "$here/pause.c" || fail "pause.c could not be compiled"
    make "$pause_image" --add "$cache/pause:/pause" --entrypoint /pause
}

# A small Debian with Python: packages unpacked, not configured, so that nothing of them runs.
base() {
    [ ! -e "$cache/base.tar" ] || return 0
    say "images: unpacking Debian's packages for Python"
    mmdebstrap --quiet --variant=extract --format=tar \
        --hook-dir=/usr/share/mmdebstrap/hooks/merged-usr \
        --include=base-files,coreutils,dash,libc-bin,python3-venv,ca-certificates \
        bookworm "$cache/base.tar.new" >"$cache/base.log" 2>&1 ||
        { tail -n 5 "$cache/base.log" >&2; lack "mmdebstrap could not fetch Debian's packages"; }
    mv "$cache/base.tar.new" "$cache/base.tar"
}

# uv, from its wheel.
uv() {
    [ ! -x "$cache/uv/bin/uv" ] || return 0
    rm -rf "$cache/uv"
    python3 -m venv "$cache/uv"
    "$cache/uv/bin/pip" install --quiet --disable-pip-version-check "uv==$uv_version" ||
        lack "uv $uv_version could not be had from PyPI"
}

python() {
    base
    uv
    make "$python_image" --root "$cache/base.tar" --add "$cache/uv/bin/uv:/usr/local/bin/uv"
}

argoexec() {
    printf 'hosts: files dns\n' >"$cache/nsswitch.conf"
    make "$argoexec_image" --add "$argo/argoexec:/bin/argoexec" \
        --add "$cache/nsswitch.conf:/etc/nsswitch.conf" --entrypoint /bin/argoexec
}

# Each is made anew where what goes into it is newer.
newer() {
    [ ! -e "$images/$1.tar" ] || [ "$2" -nt "$images/$1.tar" ]
}
if newer pause "$here/pause.c"; then pause; fi
if newer python "$0"; then python; fi
if newer coredns "$binaries/coredns"; then
    make "$coredns_image" --add "$binaries/coredns:/coredns" --entrypoint /coredns
fi
if [ "${ANNALS_CLUSTER_ARGO:-}" != none ] &&
    newer argoexec "$argo/argoexec"; then
    argoexec
fi
say "images: all there"
