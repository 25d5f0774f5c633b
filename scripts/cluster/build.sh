#!/usr/bin/env bash
# Builds Kubernetes, its name server and Helm from their Go modules, once, into the cache.
source "$(dirname "$0")/env.sh"

modules=$here/modules
key=$(cat "$modules"/*/go.mod "$modules"/*/go.sum "$modules"/*/*.go "$0" | sha256sum | cut -c 1-16)
stamp=$binaries/built-$key
[ ! -e "$stamp" ] || { say "Kubernetes $kubernetes_version: built already"; exit 0; }

go=$("$here/go.sh")
mkdir -p "$binaries"
rm -f "$binaries"/built-*
source "$here/go-env.sh"

version="-X k8s.io/component-base/version.gitVersion=v$kubernetes_version"
say "Kubernetes $kubernetes_version: building (this takes minutes; the next time it does not)"
(cd "$modules/kubernetes" && "$go" install -trimpath -ldflags "-s -w $version" tool) ||
    fail "Kubernetes could not be built"
say "CoreDNS: building"
(cd "$modules/coredns" && "$go" install -trimpath -ldflags '-s -w' .) ||
    fail "CoreDNS could not be built"
say "Helm: building"
# Without a cluster Helm renders for the version of Kubernetes that it was told.
minor=${kubernetes_version#*.}
told=helm.sh/helm/v3/pkg/chartutil.k8sVersion
version="-X ${told}Major=${kubernetes_version%%.*} -X ${told}Minor=${minor%.*}"
(cd "$modules/helm" && "$go" install -trimpath -ldflags "-s -w $version" tool) ||
    fail "Helm could not be built"
touch "$stamp"
