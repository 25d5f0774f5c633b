#!/usr/bin/env bash
# etcd, the API server, the controller manager and the scheduler, as processes of the machine.
source "$(dirname "$0")/env.sh"
source "$here/process.sh"

etcd=http://127.0.0.1:12379
# Debian's etcd lacks what lists by watching ask of it; informers would loop.
gates=--feature-gates=WatchList=false

start etcd etcd --data-dir "$state/etcd" --name "$node" \
    --listen-client-urls "$etcd" --advertise-client-urls "$etcd" \
    --listen-peer-urls http://127.0.0.1:12380 --initial-cluster "$node=http://127.0.0.1:12380" \
    --initial-advertise-peer-urls http://127.0.0.1:12380

start apiserver "$binaries/kube-apiserver" "$gates" \
    --etcd-servers="$etcd" --bind-address="$host_address" --advertise-address="$host_address" \
    --secure-port=6443 --service-cluster-ip-range="$services" \
    --authorization-mode=Node,RBAC --allow-privileged=true \
    --kubelet-preferred-address-types=InternalIP \
    --client-ca-file="$certificates/ca.crt" \
    --tls-cert-file="$certificates/apiserver.crt" \
    --tls-private-key-file="$certificates/apiserver.key" \
    --kubelet-client-certificate="$certificates/apiserver-kubelet.crt" \
    --kubelet-client-key="$certificates/apiserver-kubelet.key" \
    --kubelet-certificate-authority="$certificates/ca.crt" \
    --service-account-issuer=https://kubernetes.default.svc \
    --service-account-key-file="$certificates/service-account.pub" \
    --service-account-signing-key-file="$certificates/service-account.key"
until_true 90 "the API server" kubectl get --raw /readyz
say "control plane: the API server is ready"

start controller-manager "$binaries/kube-controller-manager" "$gates" \
    --kubeconfig="$state/controller-manager.kubeconfig" --leader-elect=false \
    --use-service-account-credentials=true \
    --root-ca-file="$certificates/ca.crt" \
    --service-account-private-key-file="$certificates/service-account.key" \
    --cluster-signing-cert-file="$certificates/ca.crt" \
    --cluster-signing-key-file="$certificates/ca.key"
start scheduler "$binaries/kube-scheduler" "$gates" \
    --kubeconfig="$state/scheduler.kubeconfig" --leader-elect=false
say "control plane: controller manager and scheduler run"
