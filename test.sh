#!/bin/sh
# Sets everything up if need be, then checks style and types and runs the tests; arguments go to pytest.
set -eu
root=$(dirname "$(readlink -f "$0")")
sh "$root/tools/setup.sh" test
cd "$root"
bin=.venv/bin
$bin/ruff check
$bin/ruff format --check
$bin/mypy
exec $bin/python -m pytest -n auto --dist worksteal "$@"
