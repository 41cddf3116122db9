#!/bin/sh
# Makes the key and the passwords of compose.yaml, once. Each file belongs to the user of the container that reads it
# and has mode 0600: the server refuses a key file that others can read.
#
#   deploy/secrets.sh FOLDER
set -eu
umask 077
cd "$1"
[ ! -e made ] || exit 0

server=${SERVER_UID:-10001}
postgres=${POSTGRES_UID:-999}

openssl rand -hex 32 >vestibule.key
openssl rand -hex 24 >postgres.password
openssl rand -hex 24 >vestibule.password
password=$(cat vestibule.password)
echo "*:*:vestibule:vestibule:$password" >pgpass
echo "\"vestibule\" \"$password\"" >userlist.txt

# PgBouncer runs as the user of the servers.
chown "$server" vestibule.key pgpass userlist.txt
chown "$postgres" postgres.password vestibule.password
chmod 0755 .
# Last: an interrupted run starts anew.
: >made
