#!/bin/sh
# Locks every Python package with its hashes, for Linux and Windows and every Python we support.
# Further arguments go to uv: `sh tools/lock.sh --upgrade` takes the newest versions.
set -eu
cd "$(dirname "$(dirname "$(readlink -f "$0")")")"
uv=$(command -v uv || echo .venv/bin/uv)
if ! "$uv" --version >/dev/null 2>&1; then
    echo "uv is needed: .venv/bin/python -m pip install uv" >&2
    exit 1
fi

lock() {
    file=$1
    shift
    "$uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
        --no-annotate --no-emit-index-url --no-emit-find-links pyproject.toml --group backend \
        "$@" -o "$file"
}

lock requirements.lock "$@"
lock requirements-dev.lock --group dev --constraint requirements.lock "$@"

if grep -nE '://|@ file|--(extra-)?index-url|--find-links' requirements.lock requirements-dev.lock
then
    echo "A lock names a place; it must name packages and hashes only." >&2
    exit 1
fi
