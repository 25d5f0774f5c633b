#!/usr/bin/env bash
# Makes the image of Annals around the program $1, as deploy/Containerfile does but from Debian's
# packages alone, and gives it to the cluster's containerd.
source "$(dirname "$0")/env.sh"

program=${1:?usage: annals-image.sh PROGRAM}
parts=$cache/annals
mkdir -p "$parts"

# Debian's packages were only unpacked: what their installation would have written is written here.
printf 'root:x:0:0:root:/root:/bin/sh\nannals:x:10001:10001::/data:/bin/sh\n' >"$parts/passwd"
printf 'root:x:0:\nannals:x:10001:\n' >"$parts/group"
printf 'hosts: files dns\n' >"$parts/nsswitch.conf"
tar --extract --file "$cache/base.tar" --to-stdout --wildcards \
    './usr/share/ca-certificates/mozilla/*.crt' >"$parts/certificates"
[ -s "$parts/certificates" ] || fail "there are no certificates in $cache/base.tar"
strip -o "$parts/annals" "$program" || fail "$program is no program"

"$here/image.py" "$parts/image.tar" "$annals_image" --root "$cache/base.tar" \
    --add "$parts/annals:/usr/local/bin/annals" \
    --add "$cache/uv/bin/uv:/usr/local/bin/uv" \
    --add "$parts/passwd:/etc/passwd" --add "$parts/group:/etc/group" \
    --add "$parts/nsswitch.conf:/etc/nsswitch.conf" \
    --add "$parts/certificates:/etc/ssl/certs/ca-certificates.crt" \
    --env HOME=/data --env ANNALS_LISTEN=0.0.0.0:7878 --env ANNALS_DATA_DIR=/data/annals \
    --user 10001 --entrypoint annals || fail "the image $annals_image could not be written"
ctr --address "$sockets/containerd.sock" --namespace k8s.io images import "$parts/image.tar" \
    >>"$logs/images.log" 2>&1 || fail "$annals_image could not be imported; see $logs/images.log"
rm -rf "$parts"
say "images: $annals_image"
