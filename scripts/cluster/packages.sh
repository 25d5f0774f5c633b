#!/usr/bin/env bash
# Installs what the cluster needs of Debian's packages, where it is missing.
source "$(dirname "$0")/env.sh"

# A program or file, and the package that has it.
needed="
containerd containerd
runc runc
/usr/lib/cni/bridge containernetworking-plugins
iptables iptables
ip iproute2
etcd etcd-server
conntrack conntrack
ethtool ethtool
socat socat
mmdebstrap mmdebstrap
buildah buildah
gcc gcc
/usr/include/stdlib.h libc6-dev
openssl openssl
setpriv util-linux
"

missing=()
while read -r what package; do
    [ -z "$what" ] || [ -e "$what" ] || command -v "$what" >/dev/null || missing+=("$package")
done <<<"$needed"
[ ${#missing[@]} -gt 0 ] || { say "packages: all there"; exit 0; }
command -v apt-get >/dev/null ||
    lack "${missing[*]} missing, and this is no Debian: install them as your system does"

# The packages' own services are not wanted: the cluster starts its own.
policy=/usr/sbin/policy-rc.d
if ! [ -e "$policy" ]; then
    trap 'rm -f "$policy"' EXIT
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod +x "$policy"
fi
say "packages: installing ${missing[*]}"
mkdir -p "$cache"
{
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
} >"$cache/packages.log" 2>&1 || { tail -n 20 "$cache/packages.log" >&2; lack "apt-get could not install ${missing[*]}"; }
