# Go's own settings: everything that it downloads and keeps lies in the cache, to be removed at once.
export GOPATH=$cache/go GOMODCACHE=$cache/go/mod GOCACHE=$cache/go/build GOBIN=$binaries
export GOFLAGS="-p=${ANNALS_CLUSTER_JOBS:-2} -buildvcs=false -modcacherw" CGO_ENABLED=0
export GOTOOLCHAIN=local
