#!/usr/bin/env bash
# Runs a command with a PostgreSQL cluster of its own, which is gone afterwards.
#
#   tools/postgres.sh COMMAND...   VESTIBULE_TEST_POSTGRES has the cluster's address
#
# POOLER=on puts PgBouncer in transaction mode before the cluster. VESTIBULE_TEST_POSTGRES is then its address, and
# VESTIBULE_TEST_POSTGRES_DIRECT the cluster's.
#
# FSYNC=on makes the cluster sync each commit. Tests of anything else do without it, and without vacuum, checkpoints
# and a log that could be archived.
#
# COMMIT_DELAY=50000 makes each synced commit take 50,000 microseconds longer, without work for the processor.
set -euo pipefail

bin=$(find /usr/lib/postgresql -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1 || true)
[[ -n $bin ]] || bin=$(dirname "$(command -v initdb || true)")
[[ -x $bin/initdb ]] || { echo 'postgres: initdb is needed' >&2 && exit 1; }

# initdb refuses root.
as_user() {
    if [[ $(id -u) == 0 ]]; then setpriv --reuid=postgres --regid=postgres --init-groups "$@"; else "$@"; fi
}

folder=$(mktemp -d)
[[ $(id -u) != 0 ]] || chown postgres "$folder"
stop() {
    [[ ! -f $folder/pooler.pid ]] || kill "$(<"$folder/pooler.pid")" || true
    as_user "$bin/pg_ctl" --pgdata "$folder/data" --mode immediate --silent stop || true
    rm -rf "$folder"
}
trap stop EXIT

cd "$folder"
as_user "$bin/initdb" --pgdata "$folder/data" --auth trust --username vestibule --locale C --encoding UTF8 >"$folder/init.log"
options=(listen_addresses= unix_socket_directories="$folder" max_connections=300 shared_buffers=256MB)
[[ ${FSYNC:-off} == on ]] || options+=(fsync=off full_page_writes=off autovacuum=off checkpoint_timeout=1h
    max_wal_size=8GB wal_level=minimal max_wal_senders=0)
[[ -z ${COMMIT_DELAY:-} ]] || options+=(commit_delay="$COMMIT_DELAY" commit_siblings=0)
as_user "$bin/pg_ctl" --pgdata "$folder/data" --log "$folder/server.log" --silent --wait start --options "${options[*]/#/-c }"
cd "$OLDPWD"
export PATH=$bin:$PATH
export VESTIBULE_TEST_POSTGRES="postgres://vestibule@localhost/postgres?host=$folder"
if [[ ${POOLER:-off} == on ]]; then
    # Statements are not kept: older releases of PgBouncer do not know them in this mode.
    cat >"$folder/pooler.ini" <<INI
[databases]
* = host=$folder user=vestibule
[pgbouncer]
pool_mode = transaction
listen_addr =
listen_port = 6432
unix_socket_dir = $folder
auth_type = any
default_pool_size = 10
max_client_conn = 2000
max_db_connections = 0
server_idle_timeout = 5
ignore_startup_parameters = extra_float_digits
logfile = $folder/pooler.log
pidfile = $folder/pooler.pid
INI
    [[ $(id -u) != 0 ]] || chown postgres "$folder/pooler.ini"
    as_user pgbouncer --quiet --daemon "$folder/pooler.ini"
    export VESTIBULE_TEST_POSTGRES_DIRECT=$VESTIBULE_TEST_POSTGRES
    VESTIBULE_TEST_POSTGRES="$VESTIBULE_TEST_POSTGRES&port=6432&statement-cache-capacity=0"
fi
"$@"
