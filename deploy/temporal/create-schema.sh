#!/bin/sh
# Creates or updates the tables of the Temporal server. It changes nothing if they are up to date.
# Runs in temporalio/admin-tools. SQL_HOST and the others are variables of temporal-sql-tool.
set -eu

# Arguments: a database, and the folder of its tables in the image.
update() {
  temporal-sql-tool --database "$1" setup-schema --version 0.0
  temporal-sql-tool --database "$1" update-schema --schema-dir "/etc/temporal/schema/postgresql/v12/$2/versioned"
}

update temporal temporal
update temporal_visibility visibility
