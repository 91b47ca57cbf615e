#!/bin/sh
# Makes .venv ready for `run` or `test`: Debian packages, the locked Python packages, this project.
# Speaks on standard error only, because standard output belongs to the program started after it.
set -eu
exec 1>&2

root=$(dirname "$(dirname "$(readlink -f "$0")")")
venv=$root/.venv
case ${1-} in
    run) lock=requirements.lock ;;
    test) lock=requirements-dev.lock ;;
    *) echo "usage: setup.sh run|test"; exit 2 ;;
esac

needed="libgl1 libegl1 libx11-6 libdbus-1-3 libfontconfig1 libglib2.0-0 libxkbcommon0"
for_a_window="libx11-xcb1 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0
    libxcb-render-util0 libxcb-render0 libxcb-shape0 libxcb-shm0 libxcb-sync1 libxcb-util1
    libxcb-xfixes0 libxcb-xkb1 libxkbcommon-x11-0 fonts-noto-cjk"

key() {
    { echo "$root"; readlink -f "$venv/bin/python"; cat "$root/$lock" "$root/pyproject.toml"; } |
        sha256sum
}

missing() {
    for package in "$@"; do
        dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed ||
            printf '%s ' "$package"
    done
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        return 1
    fi
}

apt_install() {
    command -v apt-get >/dev/null || return 1
    as_root true || return 1
    echo "Installing Debian packages: $*"
    as_root apt-get update -qq || true # a broken source of somebody else's need not matter
    as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

is_usable() {
    "$1" -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

find_python() {
    for python in "${PYTHON:-python3}" python3.11 python3.12 python3.13; do
        if is_usable "$python"; then return 0; fi
    done
    return 1
}

install_system_packages() {
    command -v dpkg-query >/dev/null || return 0 # not Debian: Qt itself says what it misses
    absent=$(missing $needed)
    absent_for_a_window=$(missing $for_a_window)
    if [ -z "$absent$absent_for_a_window" ] || apt_install $absent $absent_for_a_window; then
        return 0
    fi
    echo "These could not be installed. As root: apt-get install $absent$absent_for_a_window"
    [ -z "$absent" ] || exit 1
    echo "Going on: only the window, or Chinese letters in it, need them."
}

make_venv() {
    # The name in pip's first line tells a folder that was moved: its scripts point elsewhere.
    if "$venv/bin/python" -m pip --version >/dev/null 2>&1 &&
        is_usable "$venv/bin/python" && grep -qF "$venv/bin/python" "$venv/bin/pip"; then
        return 0
    fi
    rm -rf "$venv"
    "$python" -m venv "$venv"
}

ready=$venv/ready-to-$1
if [ -x "$venv/bin/python" ] && [ "$(key)" = "$(cat "$ready" 2>/dev/null)" ]; then
    exit 0
fi
rm -f "$ready"

if ! find_python; then
    if ! { apt_install python3 python3-venv && find_python; }; then
        echo "Python 3.11 or newer with its venv module is needed."
        echo "As root: apt-get install python3 python3-venv"
        exit 1
    fi
fi
install_system_packages
make_venv
echo "Installing the Python packages of $lock into .venv (the first time about 100 MB)"
export PIP_DISABLE_PIP_VERSION_CHECK=1
"$venv/bin/python" -m pip install -q --require-hashes -r "$root/$lock"
"$venv/bin/python" -m pip install -q --no-deps --no-build-isolation -e "$root"
key >"$ready"
