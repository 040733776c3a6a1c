#!/usr/bin/env bash
# Tries the Windows packages under Wine on a virtual screen: command line, window, files that go between the systems,
# a file held by another program, a stick with another letter, installing and uninstalling. Pictures are kept.
#
#   packaging/try-windows.sh
#
#   SHOTS             where the pictures go (default target/try-windows)
#   DUIBIAO_CLI       the Linux program to compare with (built in the dev profile otherwise)
#   BUILT=yes         takes the packages in OUT as they are
#   OUT, CARGO_TARGET_DIR, PROFILE as for packaging/windows.sh
set -euo pipefail
cd "$(dirname "$0")/.."
ROOT=$PWD
# shellcheck source-path=SCRIPTDIR source=common.sh
source packaging/common.sh
need_packages wine wine64 xvfb libgl1-mesa-dri xdotool imagemagick openbox x11-utils unzip gcc-mingw-w64-x86-64 \
    fonts-wqy-microhei
[[ -n ${BUILT:-} ]] || packaging/windows.sh
if [[ -z ${DUIBIAO_CLI:-} ]]; then
    linux=${CARGO_TARGET_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/duibiao/target}
    CARGO_TARGET_DIR=$linux cargo build --locked --bin duibiao-cli
    DUIBIAO_CLI=$linux/debug/duibiao-cli
fi
SHOTS=${SHOTS:-$ROOT/target/try-windows}
mkdir -p "$SHOTS"
WORK=$(mktemp -d "${TMPDIR:-/tmp}/duibiao-wine.XXXXXX")
APP_PID=''
EXTRA_ENV=()
PATIENCE=${PATIENCE:-90}
# shellcheck source-path=SCRIPTDIR/.. source=tests/walk/window.sh
source tests/walk/window.sh
# shellcheck source-path=SCRIPTDIR/.. source=tests/walk/checks.sh
source tests/walk/checks.sh
export WINEPREFIX=$WORK/wine WINEDEBUG=${WINEDEBUG:--all} LIBGL_ALWAYS_SOFTWARE=1 WINEARCH=win64 USER=walker
export LANG=zh_CN.UTF-8 LC_ALL=C.UTF-8 WINEDLLOVERRIDES='mscoree,mshtml='
# Wine lays the desktop and the documents into the home of whoever starts it.
export HOME=$WORK/home
mkdir "$HOME"
tidy() {
    [[ -z $APP_PID ]] || kill "$APP_PID" 2>/dev/null || true
    wineserver -k 2>/dev/null || true
    [[ ! -d $WORK/wine-second ]] || WINEPREFIX=$WORK/wine-second wineserver -k 2>/dev/null || true
    ! mountpoint -q "$WORK/read only" || umount "$WORK/read only"
    stop_screen
    rm -rf "$WORK"
}
trap tidy EXIT
start_screen 1366x768
wineboot -i >/dev/null 2>&1
DRIVE=$WINEPREFIX/drive_c
# Wine 8 lacks a DLL that Windows 10 has. For the trial only, and into Wine's own folder, never beside the program.
if [[ ! -e $DRIVE/windows/system32/bcryptprimitives.dll ]]; then
    cat >"$WORK/shim.c" <<'C'
#include <windows.h>
#include <ntsecapi.h>
__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE p, SIZE_T n) { return RtlGenRandom(p, (ULONG)n); }
C
    x86_64-w64-mingw32-gcc -shared -o "$DRIVE/windows/system32/bcryptprimitives.dll" "$WORK/shim.c" -ladvapi32
fi
# Holds a file for so many milliseconds; others may have it open too for what the third word allows: 0 for nothing, as a
# virus scanner; 7 for reading, writing and renaming, as a backup.
cat >"$WORK/hold.c" <<'C'
#include <windows.h>
#include <stdio.h>
int wmain(int count, wchar_t **words) {
    if (count < 4) return 1;
    HANDLE file = CreateFileW(words[1], GENERIC_READ, _wtoi(words[3]), NULL, OPEN_EXISTING, 0, NULL);
    if (file == INVALID_HANDLE_VALUE) { printf("not held: %lu\n", GetLastError()); return 1; }
    puts("held"); fflush(stdout);
    Sleep(_wtoi(words[2]));
    CloseHandle(file);
    return 0;
}
C
x86_64-w64-mingw32-gcc -municode -o "$WORK/hold.exe" "$WORK/hold.c"
# Replaces a file by another as Rust's library does it: the plain way, else the way Windows 10 has for files that are open.
cat >"$WORK/replace.c" <<'C'
#include <windows.h>
#include <string.h>
int wmain(int count, wchar_t **words) {
    if (count < 3) return 2;
    if (MoveFileExW(words[1], words[2], MOVEFILE_REPLACE_EXISTING)) return 0;
    HANDLE file = CreateFileW(words[1], DELETE, 7, NULL, OPEN_EXISTING, FILE_FLAG_OPEN_REPARSE_POINT, NULL);
    if (file == INVALID_HANDLE_VALUE) return 2;
    size_t letters = wcslen(words[2]);
    FILE_RENAME_INFO *wanted = calloc(1, sizeof *wanted + letters * 2);
    *(DWORD *)wanted = 3; /* replace, as POSIX does */
    wanted->FileNameLength = letters * 2;
    memcpy(wanted->FileName, words[2], letters * 2);
    return !SetFileInformationByHandle(file, 22 /* FileRenameInfoEx */, wanted, sizeof *wanted + letters * 2);
}
C
x86_64-w64-mingw32-gcc -municode -include stdlib.h -o "$WORK/replace.exe" "$WORK/replace.c"

# What the packages hold, in a folder with Chinese characters and a space.
STICK="$WORK/U 盘"
mkdir -p "$STICK/绿色 版"
(cd "$STICK/绿色 版" && unzip -q "$OUT/duibiao-$VERSION-windows-x86_64.zip")
mv "$STICK/绿色 版/duibiao-$VERSION-windows-x86_64" "$STICK/绿色 版/对标"
PORTABLE="$STICK/绿色 版/对标"
ln -s "$STICK" "$WINEPREFIX/dosdevices/e:"
WINDOWS_CLI="$PORTABLE/duibiao-cli.exe"

# windows_cli WORDS… : the Windows program, in the folder one is in.
windows_cli() { wine "$WINDOWS_CLI" "$@"; }
windows_path() { winepath -w "$1" 2>/dev/null | tr -d '\r'; }
# What reads a workspace that a window has open must be a Windows program too: the locks of Wine and Linux are not the same,
# and a Linux program would take the workspace for free and sweep up after a save that is still going on.
LINUX_CLI=$DUIBIAO_CLI
cat >"$WORK/windows-cli" <<SH
#!/bin/bash
words=()
for word in "\$@"; do
    [[ \$word != /* ]] || word=\$(winepath -w "\$word" 2>/dev/null | tr -d '\r')
    words+=("\$word")
done
exec wine "$WINDOWS_CLI" "\${words[@]}"
SH
chmod +x "$WORK/windows-cli"
read_by() { case $1 in windows) DUIBIAO_CLI=$WORK/windows-cli ;; linux) DUIBIAO_CLI=$LINUX_CLI ;; esac; }

# ---- the command line ---------------------------------------------------------------------------------------------
tour() { (mkdir -p "$WORK/tour" && cd "$WORK/tour" && windows_cli tour && ls duibiao-tour); }
check the main job without a window -- tour
check "the same pictures as on Linux" -- bash -c '
    mkdir -p "$1/linux" && cd "$1/linux" && "$2" --quiet tour >/dev/null && cd .. &&
    for svg in linux/duibiao-tour/*.svg; do cmp "$svg" "tour/duibiao-tour/${svg##*/}" || exit 1; done
    ls linux/duibiao-tour/*.svg' bash "$WORK" "$DUIBIAO_CLI"

DEMO_WORDS=(--quiet demo demo --counties 1 --units 6 --years 3)
both_make_the_same_demo() {
    mkdir -p "$WORK/one" "$WORK/other"
    (cd "$WORK/one" && windows_cli "${DEMO_WORDS[@]}") && (cd "$WORK/other" && "$DUIBIAO_CLI" "${DEMO_WORDS[@]}")
    diff <(cd "$WORK/one/demo" && find returns -type f | sort | xargs grep -H digest:) \
        <(cd "$WORK/other/demo" && find returns -type f | sort | xargs grep -H digest:)
    find "$WORK/one/demo/returns" -type f | wc -l
}
check the demonstration has the same digests on both systems -- both_make_the_same_demo

# ---- the window ---------------------------------------------------------------------------------------------------
cat >"$WORK/start" <<SH
#!/bin/sh
cd "\$STARTED_IN" && exec wine "\$PROGRAM" "\$@"
SH
chmod +x "$WORK/start"
DUIBIAO=$WORK/start

# wine_launch PROGRAM ARGUMENTS… : as a double click would, in the program's own folder.
wine_launch() {
    local program=$1 folder=${1%/*}
    shift
    if [[ $program == ?:\\* ]]; then
        # A path of Windows: its drive is a link among Wine's.
        folder=${program%\\*}
        folder=${folder//\\//}
        folder=$WINEPREFIX/dosdevices/${folder,}
    fi
    STARTED_IN=$folder PROGRAM=$program "$DUIBIAO" "$@" >"$WORK/app.log" 2>&1 &
    APP_PID=$!
}
# Wine's windows bear the number of the process, which started as the shell's child.
is_open() { WINDOW=$(wine_window) && [[ -n $WINDOW ]]; }
wine_window() { local found; found=$(xdotool search --onlyvisible --name '对标 Duibiao' 2>/dev/null) || true; echo "${found%%$'\n'*}"; }
wine_find() {
    until_true "$PATIENCE" is_open || { cat "$WORK/app.log"; return 1; }
    xdotool windowactivate --sync "$WINDOW" 2>/dev/null || true
    until_true "$PATIENCE" is_painted
    # Out of the way: what lies under the pointer is lit.
    xdotool mousemove 683 767
    settled
}
is_closed() { ! is_open; }
wine_close() {
    xdotool windowactivate --sync "$WINDOW" 2>/dev/null || true
    keys alt+F4
    until_true "$PATIENCE" is_closed
    wineserver -w
}
APPDATA_OF() { echo "$DRIVE/users/$USER/AppData/Roaming/duibiao"; }
drawn_by() { sed -nE 's/.*\] ([a-z0-9]+): drawn$/\1/p' "$(APPDATA_OF)/start.log" | tail -n 1; }

SAVES=$PORTABLE/saves
DEMO=$SAVES/demo
wine_launch 'E:\绿色 版\对标\duibiao.exe'
check a window opens from a folder with Chinese and a space -- wine_find
look 01-welcome
check "the demonstration opens" -- after_change press_main_button 1
check "it lies beside the program" -- until_true "$PATIENCE" test -f "$DEMO/workspace.ron"
look 02-start
read_by windows
check "the form is taken up" -- after_change press_main_button 1
look 03-entry
check "ICU beds are found" -- go_to beds_icu
words 96
keys Return
check "they are kept, as a second program reads them" -- says "$DEMO" beds_icu known,96
check "a cell is found" -- go_to beds_tcm_general_hosp
words 102
keys Return
check "it is kept" -- says "$DEMO" beds_tcm_general_hosp known,102
keys ctrl+s
look 04-typed
RETURN=$DEMO/returns/$YEAR/hospital/SL-H1.ron
# hold MILLISECONDS SHARED : another program opens the return's file and keeps it open for so long; sets HOLDER.
hold() {
    : >"$WORK/held"
    wine "$WORK/hold.exe" "$(windows_path "$RETURN")" "$1" "$2" >"$WORK/held" &
    HOLDER=$!
    until_true 20 grep -q '^held' "$WORK/held" || { cat "$WORK/held"; return 1; }
}
let_go() {
    kill "$HOLDER" 2>/dev/null || true
    wait "$HOLDER" || true
}
# typed_while_held SHARED FIGURE PICTURE : while it is held, an unsaved figure is said and not lost; let go, it is saved.
typed_while_held() {
    local code=0
    hold 600000 "$1" && go_to beds_icu && look_before && words "$2" && keys Return || return 1
    # The sentence about it comes after all tries, as a row over the whole width.
    is_said() { changed && (($(apart "$WORK/then.ppm" "$WORK/now.ppm") > 20000)); }
    until_true 30 is_said || code=1
    shot "$3"
    kill -0 "$HOLDER" || code=1
    let_go
    says "$DEMO" beds_icu "known,$2" && return "$code"
}
typed_while_open() {
    local code=0
    hold 600000 7 && go_to beds_icu && words "$1" && keys Return && says "$DEMO" beds_icu "known,$1" && kill -0 "$HOLDER" || code=$?
    let_go
    return "$code"
}
# Whether this Wine renames over a file that is open, as Windows 10 does.
renames_over_open() {
    local code=0
    echo one >"$WORK/rename-one" && echo two >"$WORK/rename-two"
    RETURN=$WORK/rename-two hold 600000 7
    wine "$WORK/replace.exe" "$(windows_path "$WORK/rename-one")" "$(windows_path "$WORK/rename-two")" || code=$?
    let_go
    return "$code"
}
if renames_over_open; then
    check "a figure is saved over a file that a backup has open" -- typed_while_open 94
else
    leave_out "saving over a file that is open for sharing: this Wine cannot rename over one, Windows 10 can"
    check "a backup has the file open, and this Wine does not rename over it: said, and saved when it is let go" -- \
        typed_while_held 7 94 04-open
fi
check "held by a scanner for longer than a save waits: said, and saved when it is let go" -- typed_while_held 0 96 04-held
second_reads_only() { (cd "$PORTABLE" && windows_cli --saves "$(windows_path "$DEMO")" doctor; true) | tee "$WORK/second" | grep -q 只读\\\|只能查看; }
check "a second program only reads, and says who writes" -- second_reads_only

# Another person of the same PC, who has the same drives: settings of his own, and the workspace only to be read.
FIRST=$WINDOW
as_second() { WINEPREFIX=$WORK/wine-second USER=second HOME=$WORK/home-second "$@"; }
SECONDS_FOLDER=$WORK/wine-second/drive_c/users/second/AppData/Roaming/duibiao
second_is_open() {
    WINDOW=$(xdotool search --onlyvisible --name '对标 Duibiao' 2>/dev/null | grep -vx "$FIRST" | head -n 1)
    [[ -n $WINDOW ]]
}
second_is_closed() { ! second_is_open; }
another_person() {
    mkdir "$WORK/home-second"
    as_second wineboot -i >/dev/null 2>&1
    cp "$DRIVE/windows/system32/bcryptprimitives.dll" "$WORK/wine-second/drive_c/windows/system32/"
    ln -s "$STICK" "$WORK/wine-second/dosdevices/e:"
    sums "$(APPDATA_OF)" | grep settings.ron >"$WORK/settings-first"
    as_second wine_launch 'E:\绿色 版\对标\duibiao.exe' 'E:\绿色 版\对标\saves\demo'
    until_true "$PATIENCE" second_is_open || { cat "$WORK/app.log"; return 1; }
    until_true "$PATIENCE" is_painted && shot 04-another-person || return 1
    (cd "$PORTABLE" && as_second wine "$WINDOWS_CLI" --saves saves/demo set --unit SL-H1 --form hospital --period "$YEAR" beds_icu=11) >"$WORK/said" 2>&1 && return 1
    cat "$WORK/said"
    grep -q walker "$WORK/said"
}
check "another person cannot write meanwhile, and is told who does" -- another_person
another_closes() {
    xdotool windowactivate --sync "$WINDOW" 2>/dev/null || true
    keys alt+F4
    until_true "$PATIENCE" second_is_closed && as_second wineserver -w
    cat "$SECONDS_FOLDER/start.log"
    test -f "$SECONDS_FOLDER/settings.ron" && sums "$(APPDATA_OF)" | grep settings.ron | diff "$WORK/settings-first" -
}
check "each has settings of his own" -- another_closes
WINDOW=$FIRST
xdotool windowactivate --sync "$WINDOW" 2>/dev/null || true
goes_on() { go_to beds_icu && words 95 && keys Return && says "$DEMO" beds_icu known,95; }
check "the first goes on writing" -- goes_on
check "the window closes" -- wine_close
read_by linux
check "what was typed is in the file" -- grep -q '"beds_icu"' "$RETURN"
check "the Linux program finds every digest right" -- undamaged "$DEMO"

echo "  drawn by $(drawn_by)"
check "the window was drawn" -- test -n "$(drawn_by)"
# The stick comes back as another drive.
mv "$WINEPREFIX/dosdevices/e:" "$WINEPREFIX/dosdevices/g:"
wine_launch 'G:\绿色 版\对标\duibiao.exe'
check "it starts again from a stick with another letter" -- wine_find
look 05-again
check "in the workspace that was open" -- go_to beds_icu
look 06-entry-again
check "a trend opens" -- go_to tcm_bed_share
look 07-trend
check "it turns English" -- after_change keys ctrl+l
look 08-trend-english
check "it closes" -- wine_close
check "the letter is the new one" -- grep -q 'G:' "$(APPDATA_OF)/settings.ron"

# ---- files between the systems ------------------------------------------------------------------------------------
same_figures() {
    local what words=(get --unit SL-H1 --form hospital --period "$YEAR" --csv)
    "$DUIBIAO_CLI" --quiet --saves "$DEMO" "${words[@]}" >"$WORK/linux.csv"
    (cd "$PORTABLE" && windows_cli --quiet --saves saves/demo "${words[@]}") >"$WORK/windows.csv"
    cmp "$WORK/linux.csv" "$WORK/windows.csv"
    wc -l <"$WORK/linux.csv"
    for what in linux windows; do rm -rf "${WORK:?}/hand-$what"; done
    "$DUIBIAO_CLI" --quiet --saves "$DEMO" rollup --unit SL-CITY --period "$YEAR" --hand-over "$WORK/hand-linux" >/dev/null || (($? == 1))
    (cd "$PORTABLE" && windows_cli --quiet --saves saves/demo rollup --unit SL-CITY --period "$YEAR" --hand-over "$(windows_path "$WORK")\\hand-windows" >/dev/null) || (($? == 1))
    (cd "$WORK" && for file in hand-linux/*; do [[ $file == *manifest.json ]] || cmp "$file" "hand-windows/${file##*/}" || exit 1; done; ls hand-linux)
}
check "both programs read the same, and hand over the same bytes" -- same_figures
linux_then_windows() {
    "$DUIBIAO_CLI" --saves "$DEMO" set --unit SL-H1 --form hospital --period "$YEAR" beds_icu=97 || (($? == 1))
    (cd "$PORTABLE" && windows_cli --saves saves/demo get --unit SL-H1 --form hospital --period "$YEAR" --csv) | tr -d '\r' | grep '^beds_icu,known,97'
    (cd "$PORTABLE" && windows_cli --saves saves/demo doctor || true) >"$WORK/said"
    cat "$WORK/said"
    [[ $(<"$WORK/said") == *SL-* && $(<"$WORK/said") != *.ron* ]]
}
check "what Linux wrote the Windows program opens, every digest right" -- linux_then_windows
windows_then_linux() {
    (cd "$PORTABLE" && windows_cli --saves saves/demo set --unit SL-H1 --form hospital --period "$YEAR" beds_icu=98) || (($? == 1))
    holds "$DEMO" beds_icu known,98 && undamaged "$DEMO"
}
check "and the reverse" -- windows_then_linux
check "after both, the same bytes again" -- same_figures

# ---- a file another program holds ---------------------------------------------------------------------------------
# set_while_held MILLISECONDS FIGURE : it is set while another program holds the return's file, for so long or until then.
set_while_held() {
    local code=0
    hold "$1" 0
    (cd "$PORTABLE" && windows_cli --saves saves/demo set --unit SL-H1 --form hospital --period "$YEAR" "beds_icu=$2") >"$WORK/said" 2>&1 || code=$?
    cat "$WORK/said"
    let_go
    return "$code"
}
short_hold() { set_while_held 700 99 || (($? == 1)); holds "$DEMO" beds_icu known,99; }
check "a scanner holds the file for a moment: the save waits and comes through" -- short_hold
long_hold() {
    local code=0
    set_while_held 600000 100 || code=$?
    ((code == 2)) && holds "$DEMO" beds_icu known,99 && undamaged "$DEMO"
}
check "it is held for long: refused with a sentence, nothing is lost" -- long_hold
check "nothing unfinished is left" -- bash -c '! find "$1" -name "*.tmp" | grep .' bash "$SAVES"

# ---- folders -------------------------------------------------------------------------------------------------------
LONG="$STICK/OneDrive - 某某县卫生健康局"
for part in 规划信息统计 指标填报 二〇二五年 年报 市直医疗卫生机构 留底 备查 汇总; do
    LONG+="/$part(第一次汇总，含各县区上报的全部数据，请勿改名)"
done
long_path() {
    local path="$LONG/demo/returns/$YEAR/hospital/SL-H1.ron"
    mkdir -p "$LONG"
    (cd "$LONG" && windows_cli "${DEMO_WORDS[@]}" && windows_cli --saves demo set --unit SL-H1 --form hospital --period "$YEAR" beds_icu=31) || (($? == 1))
    ls -l "$path"
    # As the program saw it, or shorter.
    path="G:/${path#"$STICK/"}"
    echo "${#path} characters"
    ((${#path} > 260)) && holds "$LONG/demo" beds_icu known,31
}
check "a cloud drive's folder, long and in Chinese" -- long_path
if ((EUID == 0)) && mkdir "$WORK/read only" && mount --bind "$PORTABLE" "$WORK/read only" &&
    mount -o remount,bind,ro "$WORK/read only"; then
    ln -s "$WORK/read only" "$WINEPREFIX/dosdevices/h:"
    rm -f "$(APPDATA_OF)/settings.ron"
    wine_launch 'H:\duibiao.exe'
    check "a window opens from a folder that cannot be written" -- wine_find
    look 11-read-only
    check "the demonstration opens there" -- after_change press_main_button 1
    check "it lies in the person's own folder" -- until_true "$PATIENCE" test -f "$(APPDATA_OF)/saves/demo/workspace.ron"
    check "it closes" -- wine_close
    rm -f "$WINEPREFIX/dosdevices/h:"
    umount "$WORK/read only"
else
    leave_out "a program folder that cannot be written: needs root, and mounting"
fi

# ---- a renderer that is named -------------------------------------------------------------------------------------
wine_launch 'G:\绿色 版\对标\duibiao.exe' --renderer dx12
is_decided() {
    awk '/duibiao [0-9.]*, windows/ { lines = "" } { lines = lines $0 "\n" } END { print lines }' "$(APPDATA_OF)/start.log" >"$WORK/last-start"
    grep -q 'dx12: drawn\|no window' "$WORK/last-start"
}
no_dx12() {
    local code=0
    # Wine has Direct3D 12 only over Vulkan: either it draws, or the message comes, and nothing else is tried.
    until_true "$PATIENCE" is_decided && until_true "$PATIENCE" is_open || { cat "$WORK/last-start"; return 1; }
    shot 09-dx12-alone
    cat "$WORK/last-start"
    grep -q 'dx12: trying' "$WORK/last-start" && ! grep -q 'glow: trying' "$WORK/last-start" || return 1
    if grep -q 'dx12: drawn' "$WORK/last-start"; then
        wine_close
        return
    fi
    grep -q 'no window' "$WORK/last-start" || return 1
    keys Return
    until_true "$PATIENCE" is_gone "$APP_PID" || return 1
    wait "$APP_PID" || code=$?
    ((code == 2))
}
check "Direct3D alone: a window, or the message and 2" -- no_dx12
kill "$APP_PID" 2>/dev/null || true
wineserver -k || true
wineserver -w || true

# ---- installing ---------------------------------------------------------------------------------------------------
SETUP=$OUT/duibiao-$VERSION-windows-x86_64-setup.exe
INSTALLED=$DRIVE/users/$USER/AppData/Local/Programs/Duibiao
listing() { (cd "$1" && find . -mindepth 1 | sort); }
wine "$SETUP" /S
installed_is_expected() {
    diff <(listing "$INSTALLED") - <<'L'
./duibiao-cli.exe
./duibiao.exe
./licences
./licences/LICENSE-APACHE
./licences/LICENSE-MIT
./licences/NotoSansSC-OFL.txt
./licences/Phosphor-LICENSE.txt
./uninstall.exe
./使用说明.txt
L
}
check "installs silently, for one person" -- installed_is_expected
# What a key says; nothing for one that is not there, of which reg itself speaks in the same place.
registered() { local said; ! said=$(wine reg query "$1" /ve 2>/dev/null) || tr -d '\r' <<<"$said"; }
check "the file type is registered" -- bash -c '[[ $1 == *Duibiao.File* && $2 == *duibiao.exe* ]]' bash \
    "$(registered 'HKCU\Software\Classes\.duibiao')" "$(registered 'HKCU\Software\Classes\Duibiao.File\shell\open\command')"
check "the menu has it" -- bash -c 'find "$1" -name "对标.lnk" | grep "Start Menu"' bash "$DRIVE/users/$USER"
touch -d 2000-01-01 "$INSTALLED/duibiao.exe"
wine_launch "$INSTALLED/duibiao.exe"
check "the installed program opens a window" -- wine_find
look 10-installed
check "it opens the workspace of before, or asks" -- test -n "$(main_buttons)"
is_as_before() { [[ $(date -r "$INSTALLED/duibiao.exe" +%Y) == 2000 ]]; }
refuses_while_running() {
    ! wine "$SETUP" /S && is_as_before || return 1
    ! wine "$INSTALLED/uninstall.exe" /S "_?=$(windows_path "$INSTALLED")" && [[ -e $INSTALLED/duibiao-cli.exe ]] && is_open
}
check "while it runs it is neither replaced nor uninstalled" -- refuses_while_running
check "it closes" -- wine_close
(cd "$INSTALLED" && wine duibiao-cli.exe --quiet demo saves/demo --counties 1 --units 4 --years 1)
before=$(sums "$INSTALLED/saves")
wine "$SETUP" /S
check "installing again keeps the records" -- test "$(sums "$INSTALLED/saves")" = "$before"
check "and replaces the program" -- bash -c '! "$@"' bash test "$(date -r "$INSTALLED/duibiao.exe" +%Y)" = 2000
(cd "$INSTALLED" && wine uninstall.exe /S)
is_uninstalled() { [[ ! -e $INSTALLED/duibiao.exe && ! -e $INSTALLED/uninstall.exe ]]; }
check "uninstalls silently" -- until_true 30 is_uninstalled
check "only the records are left" -- test "$(ls -A "$INSTALLED")" = saves
check "and they are whole" -- test "$(sums "$INSTALLED/saves")" = "$before"
check "the file type is gone" -- test -z "$(registered 'HKCU\Software\Classes\.duibiao')$(registered 'HKCU\Software\Classes\Duibiao.File')"
check "the shortcuts are gone" -- bash -c '! find "$1" -name "对标.lnk" | grep .' bash "$DRIVE/users"

echo "pictures: $SHOTS"
for line in ${LEFT_OUT[@]+"${LEFT_OUT[@]}"}; do echo "LEFT OUT: $line"; done
echo "$PASSED passed, $FAILED failed"
((FAILED == 0))
