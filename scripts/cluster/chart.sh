#!/usr/bin/env bash
# Tries the chart and the image: renders the chart, is refused where it must be, installs it on the
# cluster with a PostgreSQL of this machine, and runs a task by its Service.
#
#   scripts/cluster/chart.sh PROGRAM
#
# On a cluster of your own (KUBECONFIG) name an image of Annals that it can pull in ANNALS_TEST_IMAGE.
source "$(dirname "$0")/env.sh"

program=${1:?usage: chart.sh PROGRAM}
if [ -z "${ANNALS_TEST_DATABASE_URL:-}" ]; then
    export ANNALS_TEST_POSTGRES_LISTEN=${ANNALS_TEST_HOST:-$host_address}
    exec "$here/../with-postgres.sh" "$0" "$@"
fi
chart=$root/deploy/chart/annals
namespace=annals-chart
python=${ANNALS_TEST_PYTHON_IMAGE:-$python_image}
image=${ANNALS_TEST_IMAGE:-$annals_image}
if [ -n "${KUBECONFIG:-}" ] && [ "$KUBECONFIG" != "$admin" ]; then
    kubectl() { command kubectl "$@"; }
    [ -n "${ANNALS_TEST_IMAGE:-}" ] || fail "name an image of Annals in ANNALS_TEST_IMAGE"
fi
helm() {
    local program=$binaries/helm
    [ -x "$program" ] || program=helm
    KUBECONFIG=${KUBECONFIG:-$admin} command "$program" --namespace "$namespace" "$@"
}

folder=
clean_up() {
    local status=$?
    trap - EXIT
    [ "$status" -eq 0 ] || tell
    kubectl delete namespace "$namespace" --ignore-not-found --wait=true --timeout=90s >/dev/null || true
    [ -z "$folder" ] || rm -rf "$folder"
    exit "$status"
}
trap clean_up EXIT

# What the pods say, where something failed.
tell() {
    kubectl -n "$namespace" get pods,events 2>&1 | tail -n 30
    kubectl -n "$namespace" logs --selector app.kubernetes.io/name=annals --tail 30 2>&1
    kubectl -n "$namespace" logs job/caller 2>&1
} >&2

# wrong WORDS OPTION...: the chart with these options must be refused with these words.
wrong() {
    local words=$1 said
    shift
    if said=$(helm template annals "$chart" --values "$folder/values.yaml" "$@" 2>&1); then
        fail "the chart was rendered with $*"
    fi
    grep -qF -- "$words" <<<"$said" || { echo "$said" >&2; fail "$* was not refused with: $words"; }
}

render() {
    helm lint --strict "$chart" --values "$folder/values.yaml" >"$folder/lint" ||
        { cat "$folder/lint" >&2; fail "the chart has faults"; }
    wrong "set secret.adminToken" --set secret.adminToken=
    wrong "set objectStore" --set objectStore=
    wrong "ingress.enabled needs ingress.host" --set ingress.enabled=true
    wrong "serviceMonitor.enabled needs" --set serviceMonitor.enabled=true --set secret.metricsToken=
    wrong "additional properties 'replica' not allowed" --set replica=3
    local rendered
    rendered=$(helm template annals "$chart" --values "$folder/values.yaml" \
        --set secret.existing=mine --set serviceMonitor.enabled=true --set ingress.enabled=true \
        --set ingress.host=annals.example.com --set persistence.enabled=true)
    grep -q '^kind: ServiceMonitor' <<<"$rendered" || fail "there is no ServiceMonitor"
    ! grep -q '^kind: Secret$' <<<"$rendered" || fail "a Secret was made although one was named"
    say "chart: rendered, and refused where it must be"
}

# may VERB WHAT: whether the server's account has that right.
may() {
    local account=system:serviceaccount:$namespace:annals
    [ "$(kubectl -n "$namespace" auth can-i "$1" "$2" ${3:+"--subresource=$3"} --as "$account" 2>/dev/null || true)" = yes ]
}

rights() {
    may create workflows.argoproj.io && may watch pods && may get pods log && may patch secrets ||
        fail "the server's account lacks a right"
    if may get secrets || may delete pods || may create pods || may get nodes; then
        fail "the server's account has a right that it does not need"
    fi
    say "chart: the server has the rights that it needs, and no others"
}

install() {
    kubectl create namespace "$namespace" >/dev/null
    helm upgrade --install annals "$chart" --values "$folder/values.yaml" --wait --timeout 180s \
        --set image.repository="${image%:*}" --set-string image.tag="${image##*:}" "$@" >"$folder/install" ||
        { cat "$folder/install" >&2; fail "the chart was not installed"; }
    say "chart: two servers are ready"
}

# A task of the executor $1 is run by a pod that knows the Service's name.
call() {
    kubectl -n "$namespace" delete job caller --ignore-not-found >/dev/null
    sed -e "s|@IMAGE@|$python|" -e "s|@EXECUTOR@|$1|" "$here/chart/caller.yaml" |
        kubectl -n "$namespace" apply -f - >/dev/null
    until_true 180 "the end of the pod that calls" called
    [ "$(called)" = 1 ] || fail "the pod could not use Annals"
    kubectl -n "$namespace" logs job/caller | while read -r line; do say "chart: $line"; done
}

# How many pods succeeded, once the job has ended; false before that.
called() {
    local ended
    ended=$(kubectl -n "$namespace" get job caller -o 'jsonpath={.status.conditions[*].type}')
    [ -n "$ended" ] && kubectl -n "$namespace" get job caller -o 'jsonpath={.status.succeeded}'
}

# One server after the other begins anew, and what was run is there.
restart() {
    kubectl -n "$namespace" rollout restart statefulset/annals >/dev/null
    kubectl -n "$namespace" rollout status statefulset/annals --timeout=180s >/dev/null ||
        fail "the servers did not come again"
    say "chart: the servers came again"
}

nothing_left() {
    [ -z "$(kubectl -n "$namespace" get all,secrets,pdb,roles,rolebindings \
        --selector app.kubernetes.io/instance=annals --output name)" ]
}

uninstall() {
    helm uninstall annals --wait --timeout 120s >/dev/null
    until_true 60 "the end of what the chart installed" nothing_left
    say "chart: removed, and nothing is left"
}

folder=$(mktemp -d)
chmod 755 "$folder"
mkdir -m 777 "$folder/objects"
# What the servers share. On other nodes than this machine they need not, for what is tried here.
objects="hostPath: {path: $folder/objects}"
[ -z "${ANNALS_TEST_IMAGE:-}" ] || objects="emptyDir: {}"
sed -e "s|@DATABASE@|$ANNALS_TEST_DATABASE_URL|" -e "s|@OBJECTS@|$objects|" \
    -e "s|@PYTHON@|$python|" \
    "$here/chart/values.yaml" >"$folder/values.yaml"
render
[ -n "${ANNALS_TEST_IMAGE:-}" ] || "$here/annals-image.sh" "$program"
kubectl delete namespace "$namespace" --ignore-not-found --wait=true --timeout=90s >/dev/null
install
rights
call local
call argo
restart
call argo
uninstall
