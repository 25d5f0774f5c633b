# Go's own settings, and building by it in steps that can be watched; read after env.sh.
# Everything that Go downloads and keeps lies in the cache, to be removed at once.
export GOPATH=$cache/go GOMODCACHE=$cache/go/mod GOCACHE=$cache/go/build GOBIN=$binaries
export GOFLAGS="-p=${ANNALS_CLUSTER_JOBS:-2} -buildvcs=false -modcacherw" CGO_ENABLED=0
export GOTOOLCHAIN=local

# fetch NAME FOLDER PACKAGE...: downloads what the packages in the folder are built from, and no
# more than that; notes how many packages it is.
fetch() {
    (cd "$2" && "$go" list -deps "${@:3}") >"$cache/$1.packages" 2>"$cache/$1.log"
}

# compile NAME FOLDER ARGUMENT...: `go install` with the arguments, saying how far it is.
compile() {
    local name=$1 all built=0 package
    all=$(wc -l <"$cache/$1.packages")
    say "$name: building $all packages (the next time it is there)"
    (cd "$2" && "$go" install -v -trimpath "${@:3}" 2>&1) | tee "$cache/$name.log" |
        while read -r package; do
            ((++built % 250)) || say "$name: $built of $all"
        done || { tail -n 30 "$cache/$name.log" >&2; return 1; }
}
