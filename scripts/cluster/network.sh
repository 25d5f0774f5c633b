#!/usr/bin/env bash
# The bridge on which pods and the machine meet, and the plugin configuration that puts pods on it.
source "$(dirname "$0")/env.sh"

# Sets a kernel setting; down.sh sets it back.
setting() {
    local name=$1 value=$2 file=/proc/sys/${1//./\/}
    [ -e "$file" ] || return 0
    grep -q "^$name " "$state/settings" 2>/dev/null || echo "$name $(<"$file")" >>"$state/settings"
    echo "$value" >"$file"
}

if ip -4 address show to "$pods" | grep -q inet && ! ip link show "$bridge" >/dev/null 2>&1; then
    lack "this machine has an address in $pods already, where the cluster's pods would be"
fi
ip link show "$bridge" >/dev/null 2>&1 || ip link add "$bridge" type bridge ||
    lack "a bridge cannot be made here"
iptables --wait --table nat --list --numeric >/dev/null 2>&1 || lack "iptables does not work here"
ip address replace "$host_address/16" dev "$bridge"
ip link set "$bridge" up
setting net.ipv4.ip_forward 1

mkdir -p "$state/cni/net.d"
cat >"$state/cni/net.d/10-annals.conflist" <<JSON
{
  "cniVersion": "0.4.0",
  "name": "annals",
  "plugins": [
    {
      "type": "bridge",
      "bridge": "$bridge",
      "isDefaultGateway": true,
      "hairpinMode": true,
      "ipam": {
        "type": "host-local",
        "dataDir": "$state/cni/addresses",
        "ranges": [[{"subnet": "$pods", "rangeStart": "10.88.1.0"}]]
      }
    }
  ]
}
JSON
say "network: bridge $bridge with $host_address"
