#!/usr/bin/env bash
# Installs the .deb in a fresh Debian, starts the program there on a virtual screen, and removes it again: what the package
# does not name, the program does not have. Needs root (debootstrap and chroot).
#
#   packaging/try-deb.sh [FILE.deb]
#
#   OUT     where the package is looked for (default target/packages)
#   ROOT    a folder with a fresh Debian that may be changed (made with debootstrap otherwise, and removed at the end)
#   SUITE   bookworm unless said otherwise
#   SHOTS   where the picture goes (default target/try-deb)
set -euo pipefail
cd "$(dirname "$0")/.."
HERE=$PWD
# shellcheck source-path=SCRIPTDIR source=common.sh
source packaging/common.sh
((EUID == 0)) || fail "needs root: debootstrap and chroot"
DEB=${1:-$OUT/duibiao_${VERSION}_$(dpkg --print-architecture).deb}
SHOTS=${SHOTS:-$HERE/target/try-deb}
mkdir -p "$SHOTS"
need_packages debootstrap xvfb xdotool imagemagick openbox x11-utils
WORK=$(mktemp -d "${TMPDIR:-/tmp}/duibiao-deb.XXXXXX")
ours=''
if [[ -z ${ROOT:-} ]]; then
    ROOT=$WORK/root
    ours=yes
    debootstrap --variant=minbase "${SUITE:-bookworm}" "$ROOT" "${MIRROR:-http://deb.debian.org/debian}" >"$WORK/debootstrap.log" ||
        { tail "$WORK/debootstrap.log"; fail "no Debian could be made"; }
fi
APP_PID=''
# shellcheck source-path=SCRIPTDIR/.. source=tests/walk/window.sh
source tests/walk/window.sh
# shellcheck source-path=SCRIPTDIR/.. source=tests/walk/checks.sh
source tests/walk/checks.sh
tidy() {
    [[ -z $APP_PID ]] || kill "$APP_PID" 2>/dev/null || true
    ! mountpoint -q "$ROOT/tmp/.X11-unix" || umount "$ROOT/tmp/.X11-unix" || true
    ! mountpoint -q "$ROOT/proc" || umount "$ROOT/proc" || true
    stop_screen
    # Not while the sockets of the machine's own screens are to be seen in there.
    [[ -z $ours ]] || mountpoint -q "$ROOT/tmp/.X11-unix" || rm -rf --one-file-system "$ROOT"
    rm -rf --one-file-system "$WORK"
}
trap tidy EXIT
inside() { chroot "$ROOT" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"; }
# What lies there, caches and the package manager's own books aside.
listing() {
    (cd "$ROOT" && find . -xdev \( -path ./proc -o -path ./tmp -o -path ./var -o -path ./root -o -path ./run \) -prune -o -print |
        sort)
}

cp /etc/resolv.conf "$ROOT/etc/resolv.conf" 2>/dev/null || true
# The machine's own settings for its package manager (a proxy, say) hold in there too.
cp -rn /etc/apt/apt.conf.d/. "$ROOT/etc/apt/apt.conf.d/" 2>/dev/null || true
mountpoint -q "$ROOT/proc" || mount -t proc proc "$ROOT/proc"
inside apt-get -q update >/dev/null
cp "$DEB" "$ROOT/tmp/duibiao.deb"
# First what is recommended, by itself, so that what is left after the removal is only the package's.
mapfile -t recommended < <(dpkg-deb -f "$DEB" Recommends | tr ',' '\n' | sed -E 's/\|.*//; s/\(.*\)//; s/ //g' | grep -v '^fonts')
inside apt-get -q -y install --no-install-recommends "${recommended[@]}" libgl1-mesa-dri shared-mime-info desktop-file-utils \
    hicolor-icon-theme fonts-wqy-microhei >"$WORK/apt.log" 2>&1 || { tail "$WORK/apt.log"; fail "what the package recommends is not to be had"; }
before=$(listing)

check "it installs" -- inside apt-get -q -y install --no-install-recommends /tmp/duibiao.deb
check "the desktop file is sound" -- inside desktop-file-validate /usr/share/applications/duibiao.desktop
check "a package file is known by its name" -- inside grep -q 'application/vnd.duibiao:\*.duibiao' /usr/share/mime/globs
check "the command line does the main job there" -- inside sh -c 'cd /tmp && duibiao-cli tour'
start_screen 1366x768
mkdir -p "$ROOT/tmp/.X11-unix"
mount --bind /tmp/.X11-unix "$ROOT/tmp/.X11-unix"
chroot "$ROOT" env -i PATH=/usr/bin:/bin HOME=/root LANG=C.UTF-8 DISPLAY="$DISPLAY" USER=walker LIBGL_ALWAYS_SOFTWARE=1 \
    duibiao >"$WORK/app.log" 2>&1 &
APP_PID=$!
check "the program opens a window there" -- find_window
check "workspaces go to the person's folder, and it says so" -- grep -q 'saves /root/.local/share/duibiao/saves' \
    "$ROOT/root/.local/share/duibiao/start.log"
look deb-welcome
check "the demonstration opens" -- after_change press_main_button 1
look deb-start
check "it closes" -- close_window
check "it is removed" -- inside apt-get -q -y purge duibiao
check "nothing of it is left but the person's records" -- diff <(echo "$before") <(listing)
check "the records are" -- test -f "$ROOT/root/.local/share/duibiao/saves/demo/workspace.ron"
echo "$PASSED passed, $FAILED failed"
((FAILED == 0))
