# Commands with an end in sight; read by scripts that must clean up, however they end.
#
# bounded SECONDS COMMAND...: runs the command in a process group of its own. When its time is up it
# ends with all that it started (status 124), and so it does where this script is told to end.
bounded() {
    local status=0
    timeout --kill-after=30 "$@" &
    bounded_command=$!
    wait "$bounded_command" || status=$?
    bounded_command=
    [ "$status" -ne 124 ] || echo "not done within $1 s: ${*:2}" >&2
    return "$status"
}

# Ends the command that is under way; for a trap.
end_bounded() {
    [ -n "${bounded_command:-}" ] || return 0
    kill "$bounded_command" 2>/dev/null || true
    wait "$bounded_command" 2>/dev/null || true
    bounded_command=
}
trap 'end_bounded; exit 130' INT
trap 'end_bounded; exit 143' TERM HUP
