# What packaging/windows.sh and packaging/linux.sh share. Sourced.
# shellcheck shell=bash

VERSION=$(sed -nE 's/^version = "(.*)"/\1/p' Cargo.toml | head -n 1)
PROFILE=${PROFILE:-dist}
TARGETS=${CARGO_TARGET_DIR:-$PWD/target/packaging}
OUT=${OUT:-$PWD/target/packages}
mkdir -p "$OUT"

say() { printf '\n━━ %s\n' "$1"; }
fail() {
    printf '!!!! %s\n' "$1" >&2
    exit 1
}

# need_packages PACKAGE… : installs with apt what is missing, where that is allowed.
need_packages() {
    local package missing=() as_root=()
    for package in "$@"; do
        [[ $(dpkg-query -W -f '${Status}' "$package" 2>/dev/null) == *'ok installed' ]] || missing+=("$package")
    done
    ((${#missing[@]})) || return 0
    if ((EUID != 0)); then
        sudo -n true 2>/dev/null || fail "may not install here; missing: ${missing[*]}"
        as_root=(sudo -n)
    fi
    ${as_root[@]+"${as_root[@]}"} apt-get -q -y update
    ${as_root[@]+"${as_root[@]}"} env DEBIAN_FRONTEND=noninteractive \
        apt-get -q -y install --no-install-recommends "${missing[@]}"
}

# at_most MIB FILE… : the files together are not larger than promised.
at_most() {
    local limit=$1 bytes
    shift
    bytes=$(du -cb "$@" | awk 'END { print $1 }')
    printf '%s: %d.%d MiB (at most %d)\n' "${*##*/}" $((bytes >> 20)) $((((bytes & 1048575) * 10) >> 20)) "$limit"
    ((bytes <= limit << 20)) && return
    # A trial is not handed out.
    [[ $PROFILE == dist ]] && fail "${*##*/}: larger than $limit MiB"
    echo "!!!! ${*##*/}: larger than $limit MiB; it is built as $PROFILE, for a trial"
}

# put_licences FOLDER
put_licences() {
    mkdir -p "$1"
    cp LICENSE-MIT LICENSE-APACHE "$1"
    cp assets/fonts/OFL.txt "$1/NotoSansSC-OFL.txt"
    cp assets/fonts/Phosphor-LICENSE.txt "$1"
}
