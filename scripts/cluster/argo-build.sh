#!/usr/bin/env bash
# Puts Argo's workflow-controller, argoexec and resource definitions into the cache, built from
# their Go module: of the versions that the suite knows ($argo_versions) the first that can be had.
# Two ways around that:
#
#   ANNALS_CLUSTER_ARGO=FOLDER  a folder with workflow-controller, argoexec and crds/*.yaml
#   ANNALS_CLUSTER_ARGO=none    a cluster without Argo
#
# With --fetch it only downloads.
source "$(dirname "$0")/env.sh"

copy=$cache/argo-source
programs=(./cmd/workflow-controller ./cmd/argoexec)

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

# source_of VERSION: prints where its module's source lies, or says why it cannot be had.
source_of() {
    local module=github.com/argoproj/argo-workflows/v${1%%.*} folder
    "$go" mod download -json "$module@v$1" >"$cache/argo.json" 2>"$cache/argo.log" || true
    folder=$(sed -n 's/^\t"Dir": "\(.*\)",$/\1/p' "$cache/argo.json")
    [ -n "$folder" ] || {
        say "Argo $1: cannot be had: $(sed -n 's/^\t"Error": "\(.*\)"$/\1/p' "$cache/argo.json")" >&2
        return 1
    }
    echo "$folder"
}

# with_source COMMAND: calls it with the first version that can be had, until it succeeds.
with_source() {
    local version folder
    go=$("$here/go.sh")
    source "$here/go-env.sh"
    GOBIN=$argo
    for version in $argo_versions; do
        folder=$(source_of "$version") || continue
        prepare "$folder"
        if ! fetch argo "$copy" "${programs[@]}"; then
            say "Argo $version: cannot be had whole: $(tail -n 1 "$cache/argo.log")" >&2
        elif "$1" "$version"; then
            return
        else
            fail "Argo $version could not be built"
        fi
    done
    lack "none of these versions of Argo's Go module can be had: $argo_versions. Where its programs" \
        "are, name their folder in ANNALS_CLUSTER_ARGO (scripts/cluster/argo-build.sh says what is" \
        "in it); ANNALS_CLUSTER_ARGO=none brings the cluster up without Argo"
}

# prepare FOLDER: makes a copy of the module, inside which it is built with the versions that it names.
prepare() {
    local specific
    rm -rf "$copy"
    cp -a "$1" "$copy"
    chmod -R u+w "$copy"
    # A symbolic link in Argo's repository, which a Go module cannot hold.
    for specific in "$copy"/workflow/executor/os*specific; do
        [ -e "$specific/signal_linux.go" ] || cp "$specific"/signal_{darwin,linux}.go
    done
}

# build VERSION: builds the copy.
build() {
    say "Argo $1"
    mkdir -p "$argo"
    compile argo "$copy" -ldflags '-s -w' "${programs[@]}" || return
    # The full definitions make the API server more than twice as large.
    rm -rf "$argo/crds"
    cp -a "$copy/manifests/base/crds/minimal" "$argo/crds"
    rm -rf "$argo/crds/kustomization.yaml" "$copy"
    echo "$1" >"$argo/built"
}

case ${ANNALS_CLUSTER_ARGO:-} in
none) say "Argo: left out, as ANNALS_CLUSTER_ARGO says" ;;
"")
    if [ -e "$argo/built" ]; then
        say "Argo $(<"$argo/built"): built already"
    elif [ "${1:-}" = --fetch ]; then
        with_source true
    else
        with_source build
    fi
    ;;
*) adopt "$ANNALS_CLUSTER_ARGO" ;;
esac
