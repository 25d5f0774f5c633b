# Names, places and versions of the test cluster; every script in this folder reads it first.
# docs/operate-kubernetes.md says what the cluster is.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)

# What is built once and kept.
cache=${ANNALS_CLUSTER_CACHE:-$root/target/cluster}
# What lives as long as the cluster. There is one cluster a machine, whichever checkout made it.
state=${ANNALS_CLUSTER_STATE:-/var/lib/annals-cluster}
# Sockets lie here: their paths must be short.
sockets=/run/annals-cluster

kubernetes_version=1.34.4
# Not every version can be had everywhere; the first that can is taken.
argo_versions=${ANNALS_CLUSTER_ARGO_VERSIONS:-4.1.2 4.0.2 3.7.6}
uv_version=0.13.9
# The oldest Go that builds everything, and the one that is installed where there is none.
go_least=1.26.5
go_package=1.26.6

node=annals-node
bridge=annals0
# The machine as pods see it: a server on the machine listens here to be reached by pods.
host_address=10.88.0.1
pods=10.88.0.0/16
services=10.96.0.0/16
api_service=10.96.0.1
dns_service=10.96.0.10

pause_image=annals.test/pause:1
coredns_image=annals.test/coredns:1
python_image=annals.test/python:1
argoexec_image=annals.test/argoexec:1
annals_image=annals.test/annals:1

binaries=$cache/bin
argo=$cache/argo
images=$cache/images
certificates=$state/certificates
logs=$state/logs
admin=$state/admin.kubeconfig

export ANNALS_CLUSTER_BEGUN=${ANNALS_CLUSTER_BEGUN:-$EPOCHSECONDS}

# say WORDS: one line of progress, with the seconds since the beginning.
say() {
    printf '%4d s  %s\n' $((EPOCHSECONDS - ANNALS_CLUSTER_BEGUN)) "$*"
}

# fail WORDS: says what went wrong and what to do, and ends.
fail() {
    printf 'the test cluster cannot be brought up: %s\n' "$*" >&2
    exit 1
}

# The status of scripts that end since this machine cannot have a node, or not what one is made of.
cannot_be_had=75

# lack WORDS: says what this machine lacks, and ends.
lack() {
    printf 'the test cluster cannot be had here: %s\n' "$*" >&2
    exit "$cannot_be_had"
}

kubectl() {
    "$binaries/kubectl" --kubeconfig "$admin" "$@"
}

# until_true SECONDS WHAT COMMAND...: waits until the command is true; WHAT is waited for.
until_true() {
    local deadline=$((EPOCHSECONDS + $1)) what=$2
    shift 2
    until "$@" >/dev/null 2>&1; do
        [ "$EPOCHSECONDS" -lt "$deadline" ] || fail "$what did not come; the logs are in $logs"
        sleep 0.2
    done
}
