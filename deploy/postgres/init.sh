#!/bin/sh
# Creates the role and the database when the cluster is new. The role owns its database and is no superuser: a server
# needs no more to migrate it.
set -eu

psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --set=password="$(cat "${PASSWORD_FILE:-/secrets/vestibule.password}")" \
    --username="${POSTGRES_USER:-postgres}" --dbname=postgres <<'SQL'
CREATE ROLE vestibule LOGIN PASSWORD :'password';
CREATE DATABASE vestibule OWNER vestibule ENCODING 'UTF8' LOCALE 'C' TEMPLATE template0;
REVOKE ALL ON DATABASE vestibule FROM PUBLIC;
SQL
