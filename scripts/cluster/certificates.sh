#!/usr/bin/env bash
# One authority, a certificate for each part that speaks to the API, and their kubeconfig files.
source "$(dirname "$0")/env.sh"

mkdir -p "$certificates"
chmod 700 "$certificates"
cd "$certificates"

quiet() {
    "$@" 2>>"$logs/certificates.log" || fail "openssl failed; see $logs/certificates.log"
}

new_key() {
    quiet openssl ecparam -name prime256v1 -genkey -noout -out "$1.key"
}

authority() {
    new_key ca
    quiet openssl req -x509 -new -key ca.key -days 365 -subj /CN=annals-test-cluster -out ca.crt
}

# certificate NAME SUBJECT USE [ALTERNATIVE NAMES]
certificate() {
    local name=$1 subject=$2 use=$3 names=${4:-}
    new_key "$name"
    quiet openssl req -new -key "$name.key" -subj "$subject" -out "$name.csr"
    {
        echo "keyUsage=digitalSignature"
        echo "extendedKeyUsage=$use"
        [ -z "$names" ] || echo "subjectAltName=$names"
    } >"$name.ext"
    quiet openssl x509 -req -in "$name.csr" -CA ca.crt -CAkey ca.key -CAcreateserial \
        -days 365 -extfile "$name.ext" -out "$name.crt"
    rm "$name.csr" "$name.ext"
}

# kubeconfig NAME: a file that says who NAME is, whole in itself.
kubeconfig() {
    cat >"$state/$1.kubeconfig" <<YAML
apiVersion: v1
kind: Config
current-context: default
contexts: [{name: default, context: {cluster: default, user: default}}]
clusters:
- name: default
  cluster:
    server: https://$host_address:6443
    certificate-authority-data: $(base64 -w 0 ca.crt)
users:
- name: default
  user:
    client-certificate-data: $(base64 -w 0 "$1.crt")
    client-key-data: $(base64 -w 0 "$1.key")
YAML
    chmod 600 "$state/$1.kubeconfig"
}

# who NAME SUBJECT: a client of the API.
who() {
    certificate "$1" "$2" clientAuth
    kubeconfig "$1"
}

umask 077
authority
certificate apiserver /CN=kube-apiserver serverAuth \
    "DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc,DNS:localhost,IP:$api_service,IP:$host_address,IP:127.0.0.1"
certificate apiserver-kubelet /O=system:masters/CN=kube-apiserver clientAuth
certificate kubelet-server "/CN=$node" serverAuth "DNS:$node,IP:$host_address"
who admin /O=system:masters/CN=admin
who controller-manager /CN=system:kube-controller-manager
who scheduler /CN=system:kube-scheduler
who proxy /CN=system:kube-proxy
who kubelet "/O=system:nodes/CN=system:node:$node"
quiet openssl genrsa -out service-account.key 2048
quiet openssl rsa -in service-account.key -pubout -out service-account.pub
say "certificates: made"
