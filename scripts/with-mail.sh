#!/usr/bin/env bash
# Runs a command with throw-away mail servers beside it, Dovecot for IMAP and aiosmtpd for SMTP:
#
#   scripts/with-mail.sh cargo test -p annals-connect --features mail
#
# The command finds ports of 127.0.0.1 in ANNALS_TEST_IMAP (in the clear, and STARTTLS),
# ANNALS_TEST_IMAPS (TLS), ANNALS_TEST_SMTP (STARTTLS, wants a password) and ANNALS_TEST_SMTPS (TLS,
# the same). Any account does whose password is `for-tests-only`; what is sent by SMTP lies in the
# mailbox of the account that is named before the @. SSL_CERT_FILE names the authority of both.
# ANNALS_TEST_MAIL is the folder that holds each account's Maildir.
#
# Dovecot is Debian's package, which is installed on first use: that needs root, once. It runs as whoever
# runs this script, with settings of its own. aiosmtpd comes from PyPI into target/tools.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
tools=$root/target/tools/mail
smtp_version=1.4.6

if [ $# -eq 0 ]; then
    echo "usage: $0 COMMAND [ARGUMENT]..." >&2
    exit 2
fi

install_dovecot() {
    [ -x /usr/sbin/dovecot ] && [ -x /usr/lib/dovecot/imap ] && return
    if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
        echo "$0 needs Dovecot, which it cannot install: run \`apt-get install dovecot-imapd\` as root." >&2
        exit 1
    fi
    # RUNLEVEL=1: it is not to be started as a service.
    {
        apt-get update -qq &&
            RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends dovecot-imapd
    } </dev/null >"$tools/apt.log" 2>&1 || {
        tail -n 5 "$tools/apt.log" >&2
        echo "$0: Dovecot could not be installed." >&2
        exit 1
    }
}

install() {
    mkdir -p "$tools"
    install_dovecot
    [ "$(cat "$tools/installed" 2>/dev/null)" = "$smtp_version" ] && return
    rm -rf "$tools/python"
    python3 -m venv "$tools/python"
    "$tools/python/bin/pip" install --quiet --disable-pip-version-check "aiosmtpd==$smtp_version"
    echo "$smtp_version" >"$tools/installed"
}

folder=$(mktemp -d)
servers=()
clean_up() {
    trap - EXIT INT TERM HUP
    local server
    for server in "${servers[@]}"; do kill -TERM "$server" && wait "$server"; done 2>/dev/null || true
    rm -rf "$folder"
}
trap clean_up EXIT
trap 'exit 143' INT TERM HUP

certificates() {
    (
        cd "$folder"
        openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj "/CN=annals test authority" \
            -keyout authority.key -out authority.pem
        openssl req -newkey rsa:2048 -nodes -subj "/CN=localhost" -keyout server.key -out server.csr
        printf 'subjectAltName=DNS:localhost,IP:127.0.0.1\nbasicConstraints=CA:FALSE\n' >ext
        openssl x509 -req -in server.csr -CA authority.pem -CAkey authority.key -CAcreateserial \
            -days 2 -extfile ext -out server.pem
    ) >/dev/null 2>&1
}

configure() {
    cat >"$folder/dovecot.conf" <<CONFIG
protocols = imap
base_dir = $folder/run
state_dir = $folder/state
log_path = $folder/dovecot.log
$users
first_valid_uid = 1
first_valid_gid = 1
listen = 127.0.0.1
ssl = yes
ssl_cert = <$folder/server.pem
ssl_key = <$folder/server.key
disable_plaintext_auth = no
auth_mechanisms = plain login
mail_location = maildir:$folder/mail/%n
mail_home = $folder/home/%n
passdb {
  driver = static
  args = password=for-tests-only
}
userdb {
  driver = static
  args = uid=$owner gid=$owners home=$folder/home/%n allow_all_users=yes
}
service imap-login {
  chroot =
  inet_listener imap {
    port = $1
  }
  inet_listener imaps {
    port = $2
  }
}
service anvil {
  chroot =
}
service stats {
  chroot =
}
namespace inbox {
  inbox = yes
}
CONFIG
    cat >"$folder/smtp.py" <<'PYTHON'
import asyncio, mailbox, os, ssl, sys
from aiosmtpd.smtp import SMTP, AuthResult

folder, starttls_port, tls_port = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
tls.load_cert_chain(f"{folder}/server.pem", f"{folder}/server.key")

class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("nobody@"):
            return "550 no such account"
        if address.startswith("later@"):
            return "451 try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        for address in envelope.rcpt_tos:
            box = mailbox.Maildir(f"{folder}/mail/{address.split('@')[0]}")
            box.add(envelope.content)
        return "250 OK"

def authenticate(server, session, envelope, mechanism, data):
    return AuthResult(success=data.password == b"for-tests-only", handled=False)

async def main():
    loop = asyncio.get_running_loop()
    common = dict(authenticator=authenticate, auth_required=True)
    starttls = lambda: SMTP(Handler(), tls_context=tls, require_starttls=True, **common)
    inside = lambda: SMTP(Handler(), auth_require_tls=False, **common)
    await loop.create_server(starttls, "127.0.0.1", starttls_port)
    await loop.create_server(inside, "127.0.0.1", tls_port, ssl=tls)
    await asyncio.Event().wait()

asyncio.run(main())
PYTHON
}

listens() {
    (: >"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

# Starts both servers on the ports from $1 on; false if one of them ends instead.
start() {
    local guard=(setpriv --pdeathsig=TERM) port server tries
    command -v setpriv >/dev/null || guard=()
    configure "$1" "$(($1 + 1))"
    servers=()
    "${guard[@]}" /usr/sbin/dovecot -F -c "$folder/dovecot.conf" >"$folder/dovecot.out" 2>&1 &
    servers+=($!)
    "${guard[@]}" "${as_owner[@]}" "$tools/python/bin/python" "$folder/smtp.py" "$folder" "$(($1 + 2))" "$(($1 + 3))" \
        >"$folder/smtp.out" 2>&1 &
    servers+=($!)
    for ((tries = 0; tries < 300; tries++)); do
        for server in "${servers[@]}"; do kill -0 "$server" 2>/dev/null || break 2; done
        for port in $1 $(($1 + 1)) $(($1 + 2)) $(($1 + 3)); do
            listens "$port" || { sleep 0.1; continue 2; }
        done
        return 0
    done
    for server in "${servers[@]}"; do kill -TERM "$server" 2>/dev/null && wait "$server" || true; done
    return 1
}

install
mkdir -p "$folder"/{run,state,mail,home}
certificates
# Root owns no mail: with root these are nobody's, and logging in is Dovecot's own user's.
owner=$(id -u) owners=$(id -g) as_owner=()
users=$(printf 'default_internal_user = %s\ndefault_login_user = %s\ndefault_internal_group = %s' \
    "$(id -un)" "$(id -un)" "$(id -gn)")
if [ "$owner" -eq 0 ]; then
    owner=$(id -u nobody) owners=$(id -g nobody) users=
    as_owner=(setpriv --reuid="$owner" --regid="$owners" --clear-groups --pdeathsig=TERM)
    chmod 755 "$folder"
    chown -R "$owner:$owners" "$folder"/{mail,home,server.key}
fi
for try in 1 2 3 4 5; do
    # Below the ports that systems give to outgoing connections.
    port=$((20000 + RANDOM % 12000))
    start "$port" && break
    [ "$try" -lt 5 ] || { cat "$folder"/dovecot.{out,log} "$folder/smtp.out" >&2; exit 1; }
done

export ANNALS_TEST_IMAP=$port ANNALS_TEST_IMAPS=$((port + 1))
export ANNALS_TEST_SMTP=$((port + 2)) ANNALS_TEST_SMTPS=$((port + 3))
export ANNALS_TEST_MAIL=$folder/mail SSL_CERT_FILE=$folder/authority.pem
"$@"
