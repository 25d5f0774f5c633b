#!/usr/bin/env bash
# Whether the cluster is good for the suite: a Service, names, the API and a server on the machine
# answer to a pod; a workflow with dependencies, outputs and a retry runs to its end.
#
# On a cluster of your own (KUBECONFIG) these tell what is different there:
#   ANNALS_TEST_PYTHON_IMAGE  an image with Python 3
#   ANNALS_TEST_HOST          the address at which pods reach this machine
source "$(dirname "$0")/env.sh"

image=${ANNALS_TEST_PYTHON_IMAGE:-$python_image}
host=${ANNALS_TEST_HOST:-$host_address}
namespace=annals-smoke
if [ -n "${KUBECONFIG:-}" ]; then
    kubectl() { command kubectl "$@"; }
fi

folder=
server=
clean_up() {
    [ -z "$server" ] || kill "$server" 2>/dev/null || true
    [ -z "$folder" ] || rm -rf "$folder"
    kubectl delete namespace "$namespace" --ignore-not-found --wait=true --timeout=60s >/dev/null
}
trap clean_up EXIT

# A server on this machine; its port is on its first line.
serve() {
    python3 - "$host" >"$folder/port" <<'PYTHON' &
import http.server, sys
class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(204)
        self.end_headers()
    def log_message(self, *said):
        pass
server = http.server.HTTPServer((sys.argv[1], 0), Answer)
print(server.server_address[1], flush=True)
server.serve_forever()
PYTHON
    server=$!
    until_true 10 "the server on $host" test -s "$folder/port"
}

# apply FILE: with the names of this run in it.
apply() {
    sed -e "s|@IMAGE@|$image|" -e "s|@HOST@|http://$host:$(<"$folder/port")/|" "$here/smoke/$1" |
        kubectl -n "$namespace" apply -f - >/dev/null
}

services() {
    apply service.yaml
    kubectl -n "$namespace" wait --for=condition=Complete job/caller --timeout=90s >/dev/null || {
        kubectl -n "$namespace" describe pods | tail -n 40
        kubectl -n "$namespace" logs job/caller --all-pods || true
        fail "a pod cannot reach what it must"
    } >&2
    kubectl -n "$namespace" logs job/caller | while read -r line; do say "smoke: $line"; done
}

ended() {
    case $(kubectl -n "$namespace" get workflow smoke -o 'jsonpath={.status.phase}') in
    Succeeded | Failed | Error) ;;
    *) return 1 ;;
    esac
}

workflow() {
    apply workflow.yaml
    until_true 180 "the workflow's end" ended
    local said
    said=$(kubectl -n "$namespace" get workflow smoke \
        -o 'jsonpath={.status.phase} {.status.nodes.smoke.outputs.parameters[0].value}')
    [ "$said" = "Succeeded 42" ] || {
        kubectl -n "$namespace" get workflow smoke -o yaml | sed -n '/^status:/,$p' >&2
        fail "the workflow ended as '$said', not as 'Succeeded 42'"
    }
    say "smoke: a workflow ran to its end"
}

clean_up
folder=$(mktemp -d)
serve
kubectl create namespace "$namespace" >/dev/null
services
if kubectl get crd workflows.argoproj.io >/dev/null 2>&1; then
    workflow
elif [ "${ANNALS_CLUSTER_ARGO:-}" = none ]; then
    say "smoke: no workflow was tried, since Argo is left out"
else
    fail "Argo is not there"
fi
