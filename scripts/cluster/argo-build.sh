#!/usr/bin/env bash
# Puts Argo's workflow-controller, argoexec and resource definitions into the cache, built from
# their Go module. Two ways around that:
#
#   ANNALS_CLUSTER_ARGO=FOLDER  a folder with workflow-controller, argoexec and crds/*.yaml
#   ANNALS_CLUSTER_ARGO=none    a cluster without Argo
source "$(dirname "$0")/env.sh"

module=github.com/argoproj/argo-workflows/v4
argo=$cache/argo-$argo_version

# Takes what lies in the folder $1.
adopt() {
    local part
    for part in workflow-controller argoexec crds; do
        [ -e "$1/$part" ] || fail "ANNALS_CLUSTER_ARGO is $1, but there is no $part in it"
    done
    mkdir -p "$argo"
    cp -a "$1/workflow-controller" "$1/argoexec" "$1/crds" "$argo/"
}

build() {
    local go folder
    go=$("$here/go.sh")
    source "$here/go-env.sh"
    say "Argo $argo_version: building"
    "$go" mod download -json "$module@v$argo_version" >"$cache/argo.json" || true
    folder=$(sed -n 's/^\t"Dir": "\(.*\)",$/\1/p' "$cache/argo.json")
    [ -n "$folder" ] || sed -n 's/^\t"Error": /Go says: /p' "$cache/argo.json" >&2
    [ -n "$folder" ] || fail "the Go module $module v$argo_version cannot be had. Where its" \
        "programs are, name their folder in ANNALS_CLUSTER_ARGO (scripts/cluster/argo-build.sh" \
        "says what is in it); ANNALS_CLUSTER_ARGO=none brings the cluster up without Argo"
    mkdir -p "$argo"
    GOBIN=$argo "$go" install -trimpath -ldflags '-s -w' \
        "$module/cmd/workflow-controller@v$argo_version" "$module/cmd/argoexec@v$argo_version" ||
        fail "Argo could not be built"
    # The full definitions make the API server more than twice as large.
    mkdir -p "$argo/crds"
    cp "$folder"/manifests/base/crds/minimal/*.yaml "$argo/crds/"
    rm -f "$argo/crds/kustomization.yaml"
}

case ${ANNALS_CLUSTER_ARGO:-} in
none) say "Argo: left out, as ANNALS_CLUSTER_ARGO says" ;;
"") [ -e "$argo/built" ] || { build && touch "$argo/built"; } ;;
*) adopt "$ANNALS_CLUSTER_ARGO" ;;
esac
