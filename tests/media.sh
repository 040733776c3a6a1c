#!/usr/bin/env bash
# Real media: a tmpfs that is full, a folder that may not be written, a FAT32 drive, and hostile files in little memory.
#
#   tests/media.sh
#   DUIBIAO_CLI=FILE             program to work with; built in the dev profile otherwise
#
# What this machine does not allow is left out, and said.
set -euo pipefail
cd "$(dirname "$0")/.."
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/duibiao/target}
if [[ -z ${DUIBIAO_CLI:-} ]]; then
    cargo build --locked --bins
    DUIBIAO_CLI=$CARGO_TARGET_DIR/debug/duibiao-cli
fi
WORK=$(mktemp -d "${TMPDIR:-/tmp}/duibiao-media.XXXXXX")
chmod 755 "$WORK"
SHOTS=$WORK
# shellcheck source-path=SCRIPTDIR/.. source=tests/walk/window.sh
source tests/walk/window.sh
# shellcheck source-path=SCRIPTDIR/.. source=tests/walk/checks.sh
source tests/walk/checks.sh

MOUNTED=()
LOOP=''
tidy() {
    local place
    for place in "${MOUNTED[@]}"; do
        umount "$place" 2>/dev/null || true
    done
    [[ -n $LOOP ]] && losetup -d "$LOOP" 2>/dev/null
    chmod -R u+w "$WORK" 2>/dev/null || true
    rm -rf "$WORK"
}
trap tidy EXIT

CELL=(--unit SL-H1 --form hospital --period "$YEAR")
put() { "$DUIBIAO_CLI" --saves "$1" set "${CELL[@]}" "$2=$3"; }
# whole FOLDER : every file of the workspace can be read; the doctor names none.
whole() {
    local said
    said=$("$DUIBIAO_CLI" --saves "$1" doctor 2>&1) || true
    echo "$said"
    [[ $said == *SL-* && $said != *.ron\)* && $said != *.log\)* ]]
}

"$DUIBIAO_CLI" --quiet demo "$WORK/plain" --counties 1 --units 4 --years 2 >/dev/null
BYTES=$(du -sk "$WORK/plain" | cut -f1)

# ---- a tmpfs that fills up ---------------------------------------------------------------------------------------
SMALL=$WORK/small
mkdir "$SMALL"
if ((EUID == 0)) && mount -t tmpfs -o "size=$((BYTES + 400))k" tmpfs "$SMALL" 2>/dev/null; then
    MOUNTED+=("$SMALL")
    cp -r "$WORK/plain" "$SMALL/w"
    check "figures are saved while there is room" -- put "$SMALL/w" beds_icu 61
    # Full to the last block.
    dd if=/dev/zero of="$SMALL/filler" bs=4k 2>/dev/null || true
    refused() {
        local said code=0
        said=$(put "$SMALL/w" beds_icu 62 2>&1) || code=$?
        echo "exit code $code; $said"
        ((code != 0)) && [[ $said == *磁盘已满* && $said != *panicked* ]]
    }
    check "on a full disk it is told that nothing was saved" -- refused
    full_reads() { holds "$SMALL/w" beds_icu known,61 || holds "$SMALL/w" beds_icu known,62; }
    check "the figure from before stands" -- full_reads
    check "no file is shortened" -- whole "$SMALL/w"
    rm "$SMALL/filler"
    check "with room again it is saved" -- put "$SMALL/w" beds_icu 63
    check "and read" -- says "$SMALL/w" beds_icu known,63
    check "every file is whole" -- whole "$SMALL/w"
    # A little room, a little less each time: the disk fills up in the midst of a save somewhere.
    steps() {
        local room
        for room in 40 32 28 24 20 16 12 8 4; do
            rm -f "$SMALL/filler"
            dd if=/dev/zero of="$SMALL/filler" bs=4k 2>/dev/null || true
            truncate -s "-${room}k" "$SMALL/filler"
            put "$SMALL/w" beds_icu "$((700 + room))" >/dev/null 2>&1 || true
            whole "$SMALL/w" || return 1
            [[ $(cell "$SMALL/w" beds_icu) == known,* ]] || { echo "unreadable with $room KiB of room"; return 1; }
        done
    }
    check "nine times the disk fills up somewhere in a save, and every file is whole" -- steps
    rm -f "$SMALL/filler"
    check "afterwards it is saved as ever" -- put "$SMALL/w" beds_icu 64
    check "and read as ever" -- says "$SMALL/w" beds_icu known,64
else
    leave_out "a full disk: no tmpfs can be mounted here (needs root)"
fi

# ---- a folder that may not be written ---------------------------------------------------------------------------
FIXED=$WORK/fixed
cp -r "$WORK/plain" "$FIXED"
rm -f "$FIXED"/.lock*
sums "$FIXED" >"$WORK/fixed.before"
chmod -R a-w,a+rX "$FIXED"
chmod 755 "$WORK"
as_nobody=()
if ((EUID == 0)); then
    if command -v setpriv >/dev/null && setpriv --reuid=65534 --regid=65534 --clear-groups true 2>/dev/null; then
        cp "$DUIBIAO_CLI" "$WORK/cli"
        chmod 755 "$WORK/cli"
        as_nobody=(setpriv --reuid=65534 --regid=65534 --clear-groups -- "$WORK/cli")
    fi
else
    as_nobody=("$DUIBIAO_CLI")
fi
if ((${#as_nobody[@]})); then
    not_written() {
        local said code=0
        said=$("${as_nobody[@]}" --saves "$FIXED" set "${CELL[@]}" beds_icu=77 2>&1) || code=$?
        echo "exit code $code; $said"
        ((code != 0)) && [[ $said != *panicked* ]]
    }
    check "in a folder that may not be written nothing is said to be saved" -- not_written
    chmod -R u+w "$FIXED"
    sums "$FIXED" >"$WORK/fixed.after"
    check "and no byte has changed" -- diff "$WORK/fixed.before" "$WORK/fixed.after"
else
    leave_out "a read-only folder: root here, and no way to be somebody else"
fi

# ---- FAT32 -------------------------------------------------------------------------------------------------------
FAT=$WORK/fat
mkdir "$FAT"
fat_mounted=''
if ((EUID == 0)) && command -v mkfs.vfat >/dev/null && command -v losetup >/dev/null; then
    truncate -s 64M "$WORK/fat.img"
    if mkfs.vfat -F 32 "$WORK/fat.img" >/dev/null 2>&1 && LOOP=$(losetup --find --show "$WORK/fat.img" 2>/dev/null) &&
        mount -t vfat -o utf8 "$LOOP" "$FAT" 2>/dev/null; then
        MOUNTED+=("$FAT")
        fat_mounted=yes
    fi
fi
if [[ $fat_mounted ]]; then
    cp -r "$WORK/plain" "$FAT/w"
    check "on FAT32 a figure is saved" -- put "$FAT/w" beds_icu 81
    check "and again, the old revision kept without hard links" -- put "$FAT/w" beds_icu 82
    check "and read" -- says "$FAT/w" beds_icu known,82
    kept_there() { compgen -G "$FAT/w/kept/$YEAR/hospital/SL-H1.*.ron"; }
    check "the old revision is kept" -- kept_there
    sync -f "$FAT"
    umount "$FAT"
    mount -t vfat -o utf8 "$LOOP" "$FAT"
    check "pulled out and put in again it is there" -- says "$FAT/w" beds_icu known,82
    check "every file is whole" -- whole "$FAT/w"
else
    leave_out "a FAT32 drive: needs root, mkfs.vfat (dosfstools), loop devices and a kernel that knows vfat"
fi

# ---- hostile files in little memory ------------------------------------------------------------------------------
HOSTILE=$WORK/hostile
cp -r "$WORK/plain" "$HOSTILE"
mkdir -p "$HOSTILE/returns/$YEAR/hospital" "$HOSTILE/plans" "$HOSTILE/checks"
cp tests/fixtures/hostile/return/*.ron "$HOSTILE/returns/$YEAR/hospital/"
cp tests/fixtures/hostile/plan/*.ron "$HOSTILE/plans/"
cp tests/fixtures/hostile/checks/*.ron "$HOSTILE/checks/"
head -c 1000000 /dev/zero | tr '\0' '[' >"$HOSTILE/returns/$YEAR/hospital/brackets.ron"
{
    printf '(\n    format: "duibiao-return",\n    version: 2,\n    body: ['
    head -c 8000000 /dev/zero | tr '\0' '1'
} >"$HOSTILE/returns/$YEAR/hospital/digits.ron"
head -c 200000000 /dev/zero >"$HOSTILE/returns/$YEAR/hospital/zeros.ron"
in_little_memory() {
    local said code=0
    said=$( (ulimit -v 786432; "$DUIBIAO_CLI" --saves "$HOSTILE" doctor 2>&1)) || code=$?
    echo "exit code $code; ${said: -400}"
    ((code <= 1)) && [[ $said == *brackets.ron* && $said == *digits.ron* && $said == *zeros.ron* ]]
}
check "two hundred hostile files are told in 768 MiB of address space" -- in_little_memory

for line in "${LEFT_OUT[@]}"; do
    echo "LEFT OUT: $line"
done
echo "media: $PASSED passed, $FAILED failed"
((FAILED == 0))
