#!/usr/bin/env bash
# Puts Argo's workflow-controller, argoexec and resource definitions into the cache, built from
# their Go module: of the versions that the suite knows ($argo_versions) the first that can be had.
# Two ways around that:
#
#   ANNALS_CLUSTER_ARGO=FOLDER  a folder with workflow-controller, argoexec and crds/*.yaml
#   ANNALS_CLUSTER_ARGO=none    a cluster without Argo
source "$(dirname "$0")/env.sh"

# Takes what lies in the folder $1.
adopt() {
    local part
    for part in workflow-controller argoexec crds; do
        [ -e "$1/$part" ] || fail "ANNALS_CLUSTER_ARGO is $1, but there is no $part in it"
    done
    mkdir -p "$argo"
    rm -f "$argo/built"
    cp -a "$1/workflow-controller" "$1/argoexec" "$1/crds" "$argo/"
}

# fetch VERSION: prints where its module's source lies, or says why it cannot be had.
fetch() {
    local module=github.com/argoproj/argo-workflows/v${1%%.*} folder
    "$go" mod download -json "$module@v$1" >"$cache/argo.json" 2>"$cache/argo.log" || true
    folder=$(sed -n 's/^\t"Dir": "\(.*\)",$/\1/p' "$cache/argo.json")
    [ -n "$folder" ] || {
        say "Argo $1: cannot be had: $(sed -n 's/^\t"Error": "\(.*\)"$/\1/p' "$cache/argo.json")" >&2
        return 1
    }
    echo "$folder"
}

# compile FOLDER: builds inside a copy of the module, which needs no list of its versions.
compile() {
    local copy=$cache/argo-source specific
    rm -rf "$copy"
    cp -a "$1" "$copy"
    chmod -R u+w "$copy"
    # A symbolic link in Argo's repository, which a Go module cannot hold.
    for specific in "$copy"/workflow/executor/os*specific; do
        [ -e "$specific/signal_linux.go" ] || cp "$specific"/signal_{darwin,linux}.go
    done
    (cd "$copy" && GOBIN=$argo "$go" install -trimpath -ldflags '-s -w' \
        ./cmd/workflow-controller ./cmd/argoexec) || return
    # The full definitions make the API server more than twice as large.
    rm -rf "$argo/crds"
    cp -a "$copy/manifests/base/crds/minimal" "$argo/crds"
    rm -rf "$argo/crds/kustomization.yaml" "$copy"
}

build() {
    local version folder
    go=$("$here/go.sh")
    source "$here/go-env.sh"
    mkdir -p "$argo"
    for version in $argo_versions; do
        folder=$(fetch "$version") || continue
        say "Argo $version: building"
        if compile "$folder"; then
            echo "$version" >"$argo/built"
            return
        fi
        say "Argo $version: could not be built"
    done
    fail "none of these versions of Argo's Go module can be had: $argo_versions. Where its programs" \
        "are, name their folder in ANNALS_CLUSTER_ARGO (scripts/cluster/argo-build.sh says what is" \
        "in it); ANNALS_CLUSTER_ARGO=none brings the cluster up without Argo"
}

case ${ANNALS_CLUSTER_ARGO:-} in
none) say "Argo: left out, as ANNALS_CLUSTER_ARGO says" ;;
"") if [ -e "$argo/built" ]; then say "Argo $(<"$argo/built"): built already"; else build; fi ;;
*) adopt "$ANNALS_CLUSTER_ARGO" ;;
esac
