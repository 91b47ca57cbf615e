#!/bin/sh
# Sets everything up if need be, then measures the goals that benchmarks/README.md lists.
set -eu
root=$(dirname "$(readlink -f "$0")")
sh "$root/tools/setup.sh" test
cd "$root"
exec env PYTHONPATH=src:. .venv/bin/python -m benchmarks "$@"
