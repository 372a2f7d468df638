#!/bin/sh
# Runs once, when the volume of PostgreSQL is empty: the user and the databases of the Temporal server. The user owns these two
# databases, and has no rights in that of Storelight.
set -eu

psql --username="$POSTGRES_USER" --dbname="$POSTGRES_DB" --set=ON_ERROR_STOP=1 --set=password="$TEMPORAL_PASSWORD" <<'SQL'
create role temporal login password :'password';
create database temporal owner temporal;
create database temporal_visibility owner temporal;
revoke connect on database temporal, temporal_visibility from public;
SQL
