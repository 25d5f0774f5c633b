#!/usr/bin/env bash
# Argo: its resource definitions, the rights of its pods, and the controller as a process of the
# machine.
source "$(dirname "$0")/env.sh"
source "$here/process.sh"

[ "${ANNALS_CLUSTER_ARGO:-}" != none ] || exit 0

kubectl apply --server-side -f "$argo/crds" >>"$logs/argo.log" ||
    fail "Argo's resource definitions were refused; see $logs/argo.log"
kubectl apply -f "$here/argo.yaml" >>"$logs/argo.log" || fail "see $logs/argo.log"
kubectl wait --for=condition=Established --timeout=60s \
    crd/workflows.argoproj.io crd/workflowtaskresults.argoproj.io >>"$logs/argo.log" ||
    fail "Argo's resource definitions did not come; see $logs/argo.log"

# The short requeue time makes a step follow another at once.
start workflow-controller env LEADER_ELECTION_DISABLE=true ARGO_NAMESPACE=argo \
    DEFAULT_REQUEUE_TIME=1s "$argo/workflow-controller" \
    --kubeconfig "$admin" --namespace argo --configmap workflow-controller-configmap \
    --executor-image "$argoexec_image" --executor-image-pull-policy IfNotPresent
sleep 1
alive workflow-controller || { tail -n 5 "$logs/workflow-controller.log" >&2; fail "Argo ended"; }
say "Argo: the controller runs"
