#!/usr/bin/env bash
# Builds Kubernetes, its name server, Helm and a reader of compose files from their Go modules, once, into the cache.
source "$(dirname "$0")/env.sh"

modules=$here/modules
key=$(cat "$modules"/*/go.mod "$modules"/*/go.sum "$modules"/*/*.go "$0" | sha256sum | cut -c 1-16)
stamp=$binaries/built-$key
[ ! -e "$stamp" ] || { say "Kubernetes $kubernetes_version: built already"; exit 0; }

go=$("$here/go.sh")
mkdir -p "$binaries"
rm -f "$binaries"/built-*
source "$here/go-env.sh"

# The part $1, of the packages $2, is downloaded, or said to be out of reach.
have() {
    fetch "$1" "$modules/$1" "$2" || {
        tail -n 5 "$cache/$1.log" >&2
        lack "the Go modules of $1 could not be downloaded"
    }
}

# While one part is compiled the next ones are downloaded. What fails is told when it is needed.
ahead() {
    fetch coredns "$modules/coredns" . || true
    fetch helm "$modules/helm" tool || true
    fetch compose "$modules/compose" . || true
    "$here/argo-build.sh" --fetch || true
}

say "Kubernetes $kubernetes_version: downloading"
have kubernetes tool
ahead >"$cache/ahead.log" 2>&1 &
trap 'kill %% 2>/dev/null || true' EXIT
version="-X k8s.io/component-base/version.gitVersion=v$kubernetes_version"
compile kubernetes "$modules/kubernetes" -ldflags "-s -w $version" tool ||
    fail "Kubernetes could not be built"

wait
have coredns .
compile coredns "$modules/coredns" -ldflags '-s -w' . || fail "CoreDNS could not be built"

have helm tool
# Without a cluster Helm renders for the version of Kubernetes that it was told.
minor=${kubernetes_version#*.}
told=helm.sh/helm/v3/pkg/chartutil.k8sVersion
version="-X ${told}Major=${kubernetes_version%%.*} -X ${told}Minor=${minor%.*}"
compile helm "$modules/helm" -ldflags "-s -w $version" tool || fail "Helm could not be built"

have compose .
compile compose "$modules/compose" -ldflags '-s -w' . || fail "the reader of compose files could not be built"
touch "$stamp"
