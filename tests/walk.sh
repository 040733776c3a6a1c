#!/usr/bin/env bash
# The newcomer's walk: the program in a real window on a virtual screen, worked by mouse and keys only, no test hooks.
#
# What is asserted is read from the workspace by `duibiao-cli` and from the files' bytes, never from pixels; of a
# picture only that it is not blank, and where a step must show, that the picture changed. The pictures are kept for
# people to look at.
#
#   tests/walk.sh [PART…]        parts: newcomer handing upward calc large troubles; all of them without a word
#   WALK_SHOTS=DIR               where the pictures go (default target/walk)
#   DUIBIAO=FILE DUIBIAO_CLI=FILE  programs to walk with; built in the dev profile otherwise
set -euo pipefail
cd "$(dirname "$0")/.."
ROOT=$PWD
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/duibiao/target}

missing=()
for tool in Xvfb xdotool import convert compare identify openbox xprop xwininfo; do
    command -v "$tool" >/dev/null || missing+=("$tool")
done
if ((${#missing[@]})); then
    echo "tests/walk.sh needs ${missing[*]} (Debian: xvfb xdotool imagemagick openbox x11-utils)" >&2
    exit 3
fi

if [[ -z ${DUIBIAO:-} || -z ${DUIBIAO_CLI:-} ]]; then
    cargo build --locked --bins
    DUIBIAO=$CARGO_TARGET_DIR/debug/duibiao
    DUIBIAO_CLI=$CARGO_TARGET_DIR/debug/duibiao-cli
fi

SHOTS=${WALK_SHOTS:-$ROOT/target/walk}
WORK=$(mktemp -d "${TMPDIR:-/tmp}/duibiao-walk.XXXXXX")
# Also another user walks here: the one who may not write.
chmod 755 "$WORK"
mkdir -p "$SHOTS"
# Names of its own, so that a build going on at the same time does not pull the program away from under the walk: what
# builds puts a new file in the old one's place. Copies only where there can be no second name: they are large.
ln "$DUIBIAO" "$WORK/walked" 2>/dev/null || cp "$DUIBIAO" "$WORK/walked"
ln "$DUIBIAO_CLI" "$WORK/walked-cli" 2>/dev/null || cp "$DUIBIAO_CLI" "$WORK/walked-cli"
DUIBIAO=$WORK/walked
DUIBIAO_CLI=$WORK/walked-cli
# shellcheck disable=SC2034 # read by `launch`
EXTRA_ENV=()
STARTED=()

# shellcheck source-path=SCRIPTDIR/.. source=tests/walk/window.sh
source tests/walk/window.sh
# shellcheck source-path=SCRIPTDIR/.. source=tests/walk/checks.sh
source tests/walk/checks.sh

# Ends what this script started, by id, and nothing else.
tidy() {
    local pid
    for pid in "${STARTED[@]}"; do
        kill "$pid" 2>/dev/null || true
    done
    stop_screen
    rm -rf "$WORK"
}
trap tidy EXIT
# A step that is no check and fails ends the walk; it says where, or nobody would know.
set -o errtrace
trap 'echo "walk: ended by an error in ${BASH_SOURCE[0]}:$LINENO: $BASH_COMMAND" >&2' ERR

PARTS=("$@")
((${#PARTS[@]})) || PARTS=(newcomer handing upward calc large troubles)
for part in "${PARTS[@]}"; do
    [[ -f tests/walk/$part.sh ]] || { echo "tests/walk.sh: no part named $part" >&2; exit 2; }
    echo "── $part"
    # shellcheck disable=SC1090 # one of the files beside window.sh
    source "tests/walk/$part.sh"
done

echo
echo "pictures: $SHOTS"
for line in "${LEFT_OUT[@]}"; do
    echo "LEFT OUT: $line"
done
echo "walk: $PASSED passed, $FAILED failed"
((FAILED == 0))
