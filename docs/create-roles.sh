#!/bin/bash
# Runs once in a new PostgreSQL container: the database and its two roles.
set -euo pipefail
psql -v ON_ERROR_STOP=1 -U postgres -v owner="$JINFU_OWNER_PASSWORD" -v app="$JINFU_APP_PASSWORD" <<'SQL'
create role jinfu_owner login nosuperuser nobypassrls password :'owner';
create role jinfu_app login nosuperuser nobypassrls password :'app';
create database jinfu owner jinfu_owner template template0 encoding 'UTF8' locale_provider builtin builtin_locale 'C.UTF-8';
SQL
