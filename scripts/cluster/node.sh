#!/usr/bin/env bash
# The node: kubelet and kube-proxy.
source "$(dirname "$0")/env.sh"
source "$here/process.sh"

cat >"$state/kubelet.yaml" <<YAML
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
address: $host_address
authentication:
  anonymous: {enabled: false}
  webhook: {enabled: true}
  x509: {clientCAFile: $certificates/ca.crt}
authorization: {mode: Webhook}
tlsCertFile: $certificates/kubelet-server.crt
tlsPrivateKeyFile: $certificates/kubelet-server.key
containerRuntimeEndpoint: unix://$sockets/containerd.sock
cgroupDriver: cgroupfs
failCgroupV1: false
failSwapOn: false
featureGates: {WatchList: false}
clusterDNS: [$dns_service]
clusterDomain: cluster.local
resolvConf: $state/resolv.conf
podLogsDir: $state/pods
maxPods: ${ANNALS_CLUSTER_PODS:-110}
# The disk may be nearly full, and the images can be had from no registry.
evictionHard: {memory.available: 100Mi, nodefs.available: 0%, nodefs.inodesFree: 0%, imagefs.available: 0%}
imageGCHighThresholdPercent: 100
imageGCLowThresholdPercent: 99
# Room for what most tests print at once, and small enough that one sees its log being rotated.
containerLogMaxSize: 16Mi
containerLogMonitorInterval: 3s
registryPullQPS: 0
serializeImagePulls: false
YAML
cat >"$state/proxy.yaml" <<YAML
apiVersion: kubeproxy.config.k8s.io/v1alpha1
kind: KubeProxyConfiguration
clientConnection: {kubeconfig: $state/proxy.kubeconfig}
hostnameOverride: $node
mode: iptables
clusterCIDR: $pods
# Pods of one bridge answer each other past the rules unless they see the machine's address.
iptables: {masqueradeAll: true}
conntrack: {maxPerCore: 0}
featureGates: {WatchList: false}
healthzBindAddress: 127.0.0.1:10256
metricsBindAddress: 127.0.0.1:10249
YAML
# Pods resolve no names of the outside.
: >"$state/resolv.conf"

ready() {
    kubectl wait --for=condition=Ready "node/$node" --timeout=5s
}

start kubelet "$binaries/kubelet" --config="$state/kubelet.yaml" \
    --kubeconfig="$state/kubelet.kubeconfig" --root-dir="$state/kubelet" \
    --hostname-override="$node" --node-ip="$host_address" --cert-dir="$state/kubelet-certificates"
start proxy "$binaries/kube-proxy" --config="$state/proxy.yaml"
until_true 90 "the node" ready
until_true 30 "the default service account" kubectl -n default get serviceaccount default
say "node: ready"
