#!/bin/sh
# Sets everything up if need be, then starts Longshan Desk with the arguments given.
set -eu
root=$(dirname "$(readlink -f "$0")")
sh "$root/tools/setup.sh" run
exec "$root/.venv/bin/longshan-desk" "$@"
