#!/bin/bash
# Put the master password of the secret file into a private copy of the configuration, then start
# Odoo the way its image does (which reads the database's password from PASSWORD_FILE).
set -eu
secret=${ADMIN_PASSWORD_FILE:-/run/secrets/odoo_admin_password}
if [ ! -s "$secret" ]; then
    echo "The secret file $secret is missing or empty: see docker/README.md." >&2
    exit 1
fi
umask 077
export ODOO_RC=/tmp/odoo.conf
{
    cat /etc/odoo/odoo.conf
    printf 'admin_passwd = %s\n' "$(cat "$secret")"
} > "$ODOO_RC"
exec /entrypoint.sh "$@"
