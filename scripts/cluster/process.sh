# Starting and ending the cluster's processes; read after env.sh.

# alive NAME: whether the process that was started under this name still is that process.
alive() {
    local pid begun
    read -r pid begun 2>/dev/null <"$state/pids/$1" && [ "$(begun_at "$pid")" = "$begun" ]
}

# begun_at PID: when the process began, which tells it from a later one with its number.
begun_at() {
    awk '{ sub(/.*\) /, ""); print $20 }' "/proc/$1/stat" 2>/dev/null || true
}

# start NAME COMMAND...: in a session of its own, with its log in $logs/NAME.log.
start() {
    local name=$1
    shift
    alive "$name" && return
    mkdir -p "$state/pids" "$logs"
    # None of this cluster's addresses is to be asked of a proxy, and no lock of up.sh goes along.
    env -u http_proxy -u https_proxy -u HTTP_PROXY -u HTTPS_PROXY \
        setsid "$@" >>"$logs/$name.log" 2>&1 </dev/null 9>&- &
    echo "$! $(begun_at $!)" >"$state/pids/$name"
    disown
}

# stop NAME...: asks them to end, all at once, and kills those that still run after ten seconds.
stop() {
    local name tries
    for name in "$@"; do signal TERM "$name"; done
    for name in "$@"; do
        for ((tries = 0; tries < 100; tries++)); do
            alive "$name" || break
            sleep 0.1
        done
    done
    end "$@"
}

# end NAME...: kills them.
end() {
    local name
    for name in "$@"; do
        signal KILL "$name"
        rm -f "$state/pids/$name"
    done
}

# signal SIGNAL NAME: if it runs.
signal() {
    local pid
    alive "$2" || return 0
    read -r pid _ <"$state/pids/$2"
    kill "-$1" "$pid" 2>/dev/null || true
}
