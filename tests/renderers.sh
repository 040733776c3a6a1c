#!/usr/bin/env bash
# Breaks each way of drawing, alone and together, and looks what becomes of the window: it opens some other way, or a
# message says what to do. Needs Xvfb, xdotool, imagemagick, openbox, x11-utils, software OpenGL and Vulkan, and cc.
#
#   tests/renderers.sh
#
#   DUIBIAO DUIBIAO_CLI   the programs (default those of the dev profile)
set -euo pipefail
cd "$(dirname "$0")/.."
targets=${CARGO_TARGET_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/duibiao/target}
DUIBIAO=${DUIBIAO:-$targets/debug/duibiao}
DUIBIAO_CLI=${DUIBIAO_CLI:-$targets/debug/duibiao-cli}
WORK=$(mktemp -d "${TMPDIR:-/tmp}/duibiao-renderers.XXXXXX")
SHOTS=${SHOTS:-$WORK}
mkdir -p "$SHOTS"
APP_PID=''
# shellcheck source-path=SCRIPTDIR source=walk/window.sh
source tests/walk/window.sh
# shellcheck source-path=SCRIPTDIR source=walk/checks.sh
source tests/walk/checks.sh
tidy() {
    [[ -z $APP_PID ]] || kill "$APP_PID" 2>/dev/null || true
    stop_screen
    rm -rf "$WORK"
}
trap tidy EXIT
start_screen 1366x768

# ---- drivers that do not work -------------------------------------------------------------------------------------
# A driver that ends the program as soon as it is asked for anything, under the names the program loads it by.
mkdir "$WORK/crash" "$WORK/none" "$WORK/vulkan"
cat >"$WORK/crash.c" <<'C'
#include <unistd.h>
#define ENDS(name) void *name(void) { _exit(139); }
ENDS(glXQueryVersion) ENDS(glXQueryExtension) ENDS(glXGetProcAddress) ENDS(glXGetProcAddressARB) ENDS(glXChooseFBConfig)
ENDS(glXQueryExtensionsString) ENDS(glXGetClientString) ENDS(eglGetDisplay) ENDS(eglGetProcAddress) ENDS(eglInitialize)
ENDS(eglQueryString) ENDS(eglGetError)
C
cc -shared -fPIC -o "$WORK/crash/libGL.so.1" "$WORK/crash.c"
cp "$WORK/crash/libGL.so.1" "$WORK/crash/libEGL.so.1"
cat >"$WORK/vulkan.c" <<'C'
#include <unistd.h>
void *vk_icdGetInstanceProcAddr(void *instance, const char *name) { (void)instance; (void)name; _exit(139); }
int vk_icdNegotiateLoaderICDInterfaceVersion(unsigned *version) { (void)version; _exit(139); }
C
cc -shared -fPIC -o "$WORK/vulkan/crash.so" "$WORK/vulkan.c"
printf '{"file_format_version":"1.0.0","ICD":{"library_path":"%s","api_version":"1.1.0"}}' "$WORK/vulkan/crash.so" \
    >"$WORK/vulkan/crash.json"
# A library of that name which is none: as if the package were not installed.
for name in libGL.so libGL.so.1 libEGL.so libEGL.so.1; do echo 'not a library' >"$WORK/none/$name"; done

NO_VULKAN=(VK_ICD_FILENAMES=/nowhere.json VK_DRIVER_FILES=/nowhere.json)
CRASHING_VULKAN=("VK_ICD_FILENAMES=$WORK/vulkan/crash.json" "VK_DRIVER_FILES=$WORK/vulkan/crash.json")
# The loader finds neither OpenGL nor EGL.
NO_GL=("LD_LIBRARY_PATH=$WORK/none")
CRASHING_GL=("LD_LIBRARY_PATH=$WORK/crash")
# The driver of the hardware does not come up, drawing by the processor does.
cat >"$WORK/soft.c" <<'C'
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>
void *dlopen(const char *name, int how) {
    void *(*real)(const char *, int) = dlsym(RTLD_NEXT, "dlopen");
    int is_gl = name && (strstr(name, "libGL.so") || strstr(name, "libEGL.so"));
    return real(is_gl && !getenv("LIBGL_ALWAYS_SOFTWARE") ? "/nowhere/libGL.so" : name, how);
}
C
cc -shared -fPIC -o "$WORK/soft.so" "$WORK/soft.c" -ldl
HARDWARE_GL_FAILS=("LD_PRELOAD=$WORK/soft.so")
# The clock gives out once under the window's thread, when the file NAMED is made: what the program panics of once it draws.
cat >"$WORK/clock.c" <<'C'
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>
int clock_gettime(clockid_t which, struct timespec *at) {
    static int failed;
    const char *named = getenv("CLOCK_FAILS");
    Dl_info caller;
    if (which == CLOCK_MONOTONIC && !failed && named && syscall(SYS_gettid) == getpid() && !access(named, F_OK) &&
        dladdr(__builtin_return_address(0), &caller) && !strstr(caller.dli_fname, ".so")) {
        failed = 1;
        errno = EINVAL;
        return -1;
    }
    return syscall(SYS_clock_gettime, which, at);
}
C
cc -shared -fPIC -o "$WORK/clock.so" "$WORK/clock.c" -ldl
FAILING_CLOCK=("LD_PRELOAD=$WORK/clock.so" "CLOCK_FAILS=$WORK/clock-fails")
# Mesa is there without any of its drivers.
NO_DRIVERS=(LIBGL_DRIVERS_PATH=/nowhere __EGL_VENDOR_LIBRARY_FILENAMES=/nowhere.json)

# started NAME HOME WORDS… : starts the program in an environment; the rest are NAME=VALUE words, then -- and arguments.
started() {
    local home=$1 environment=() arguments=()
    shift
    while (($#)) && [[ $1 != -- ]]; do
        environment+=("$1")
        shift
    done
    (($#)) && shift
    arguments=("$@")
    mkdir -p "$home"
    env -i PATH="$PATH" HOME="$home" USER=walker LANG=C.UTF-8 DISPLAY="$DISPLAY" \
        ${environment[@]+"${environment[@]}"} "$DUIBIAO" ${arguments[@]+"${arguments[@]}"} >"$WORK/app.log" 2>&1 &
    APP_PID=$!
}

has_ended_or_shown() { is_gone "$APP_PID" || has_window "$APP_PID"; }

log_of() { cat "$1/.local/share/duibiao/start.log"; }

# timed HOME WHAT : how long the newest start took by its own log, from its first line to WHAT; a row of the table at the
# end. A program started anew with software drawing has the same process, so it counts as one start.
timed() {
    log_of "$1" | awk -v what="$2" -v name="${name[*]}" '
        { split($2, at, /[:.]/); ms = ((at[1] * 60 + at[2]) * 60 + at[3]) * 1000 + at[4] }
        $3 != process { process = $3; first = ms }
        index($0, what) { took = ms - first }
        END { printf "%-55s %-12s %5d ms\n", name, what, took }' >>"$WORK/table"
}

# opens HOME RENDERER ENVIRONMENT… : a window comes, drawn by that one, with a picture in it; closes it again.
opens() {
    local home=$1 renderer=$2
    shift 2
    started "$home" "$@"
    until_true "$PATIENCE" has_ended_or_shown
    find_window || return 1
    until_true "$PATIENCE" grep -q "$renderer: drawn" "$home/.local/share/duibiao/start.log" ||
        { log_of "$home"; return 1; }
    # The last start's log says it, not an earlier one's.
    grep -q "$renderer: drawn" <<<"$(log_of "$home" | grep -E ': drawn$' | tail -n 1)" || return 1
    timed "$home" "$renderer: drawn"
    shot "$(basename "$home")" && close_window || return 1
    # A mark of this renderer would be a crash to the next start; that of one that did crash stays for a week.
    ! grep -rl . "$home/.local/share/duibiao/" --include="starting-$renderer.txt"
}

# A message of the desktop's own stays until somebody has read it.
message_is_there() { is_gone "$APP_PID" || pgrep -P "$APP_PID" >/dev/null; }

# says_what_to_do HOME ENVIRONMENT… : no window, a message in both languages, and 2.
says_what_to_do() {
    local home=$1 code=0
    shift
    started "$home" "$@"
    until_true "$PATIENCE" message_is_there || return 1
    if ! is_gone "$APP_PID"; then
        settled
        import -window root "$SHOTS/$(basename "$home")-message.png"
        # Its one child is the message.
        kill "$(pgrep -P "$APP_PID")"
    fi
    until_true "$PATIENCE" is_gone "$APP_PID" || return 1
    wait "$APP_PID" || code=$?
    cat "$WORK/app.log"
    timed "$home" 'no window'
    ((code == 2)) && grep -q 对标打不开窗口 "$WORK/app.log" && grep -q 'cannot open a window' "$WORK/app.log" &&
        grep -q 'start.log' "$WORK/app.log"
}

# set_to FIGURE : the command line writes one, in the workspace these windows open.
set_to() { "$DUIBIAO_CLI" --saves "$WORK/workspace" set --unit SL-H1 --form hospital --period "$YEAR" "beds_icu=$1" || (($? == 1)); }

# lets_go_meanwhile HOME : while the message stands, the workspace it would have opened is free for the command line.
lets_go_meanwhile() {
    local home=$1 code=0
    started "$home" "${NO_GL[@]}" "${NO_VULKAN[@]}" -- --saves "$WORK/workspace"
    until_true "$PATIENCE" message_is_there || return 1
    set_to 42 || code=1
    is_gone "$APP_PID" || kill "$(pgrep -P "$APP_PID")"
    until_true "$PATIENCE" is_gone "$APP_PID" || return 1
    holds "$WORK/workspace" beds_icu known,42 && return "$code"
}

# is_ended_by_driver HOME ENVIRONMENT… : the driver ends the program without a word.
is_ended_by_driver() {
    local home=$1 code=0
    shift
    started "$home" "$@"
    until_true "$PATIENCE" is_gone "$APP_PID" || return 1
    wait "$APP_PID" || code=$?
    echo "ended with $code"
    ((code == 139)) && compgen -G "$home/.local/share/duibiao/starting-*"
}

# leaves_a_crash_file HOME : the program panics with its window open; a message names the file, which says of what.
leaves_a_crash_file() {
    local home=$1 code=0 file
    rm -f "$WORK/clock-fails"
    started "$home" "${FAILING_CLOCK[@]}" -- --renderer glow --saves "$WORK/workspace"
    find_window || return 1
    until_true "$PATIENCE" grep -q 'glow: drawn' "$home/.local/share/duibiao/start.log" || return 1
    settled
    : >"$WORK/clock-fails"
    # Any frame asks the time.
    keys Tab
    until_true "$PATIENCE" message_is_there || { echo "it goes on"; return 1; }
    # Who starts it anew, or goes on with the command line, does not read the message to its end first.
    set_to 43 || return 1
    if ! is_gone "$APP_PID"; then
        settled
        import -window root "$SHOTS/$(basename "$home")-message.png"
        kill "$(pgrep -P "$APP_PID")"
    fi
    until_true "$PATIENCE" is_gone "$APP_PID" || return 1
    wait "$APP_PID" || code=$?
    file=$(compgen -G "$home/.local/share/duibiao/crash-*.txt") || { echo "no file"; log_of "$home"; return 1; }
    cat "$WORK/app.log" "$file"
    ((code == 70)) && grep -qF "对标意外停止" "$WORK/app.log" && grep -qF "$file" "$WORK/app.log" &&
        grep -q '^thread main$' "$file" && grep -q 'InvalidInput' "$file" && grep -q 'glow: drawn' "$file" &&
        grep -q '^duibiao [0-9.]*, linux ' "$file" && ! compgen -G "$home/.local/share/duibiao/starting-*"
}

home() { echo "$WORK/home/$1"; }
"$DUIBIAO_CLI" --quiet demo "$WORK/workspace" --counties 1 --units 4 --years 2

check all well: OpenGL draws -- opens "$(home well)" glow
check no Vulkan: OpenGL draws -- opens "$(home no-vulkan)" glow "${NO_VULKAN[@]}"
check Vulkan would crash: it is never asked -- opens "$(home vulkan-crash)" glow "${CRASHING_VULKAN[@]}"
check no OpenGL: wgpu draws -- opens "$(home no-gl)" wgpu "${NO_GL[@]}"
check the next start asks wgpu first -- opens "$(home no-gl)" wgpu
check no OpenGL and no Vulkan: a message -- says_what_to_do "$(home nothing)" "${NO_GL[@]}" "${NO_VULKAN[@]}"
check the message keeps no workspace from the command line -- lets_go_meanwhile "$(home lets-go)"
check named: OpenGL alone, and it is not there -- says_what_to_do "$(home named)" "${NO_GL[@]}" -- --renderer glow
check named: Vulkan -- opens "$(home named-wgpu)" wgpu -- --renderer wgpu
check named: software -- opens "$(home named-soft)" soft -- --renderer soft
check OpenGL without drivers, Vulkan draws -- opens "$(home drivers)" wgpu "${NO_DRIVERS[@]}"
check OpenGL without drivers, no Vulkan: a message -- says_what_to_do "$(home drivers)" "${NO_DRIVERS[@]}" "${NO_VULKAN[@]}"
check hardware OpenGL fails, no Vulkan: the processor draws -- \
    opens "$(home hardware)" soft "${HARDWARE_GL_FAILS[@]}" "${NO_VULKAN[@]}"
check the next start asks the processor first -- opens "$(home hardware)" soft "${HARDWARE_GL_FAILS[@]}" "${NO_VULKAN[@]}"
check OpenGL crashes -- is_ended_by_driver "$(home gl-crash)" "${CRASHING_GL[@]}" "${NO_VULKAN[@]}"
check the next start passes it over and says so -- opens "$(home gl-crash)" wgpu "${CRASHING_GL[@]}"
check 'the log names it' -- grep -q 'glow: stopped the program lately' "$(home gl-crash)/.local/share/duibiao/start.log"
check OpenGL and Vulkan crash, first -- is_ended_by_driver "$(home both)" "${CRASHING_GL[@]}" "${CRASHING_VULKAN[@]}"
check OpenGL and Vulkan crash, then -- is_ended_by_driver "$(home both)" "${CRASHING_GL[@]}" "${CRASHING_VULKAN[@]}"
check OpenGL and Vulkan crash, then software does -- is_ended_by_driver "$(home both)" "${CRASHING_GL[@]}" "${CRASHING_VULKAN[@]}"
check OpenGL and Vulkan crash, at last a message -- \
    says_what_to_do "$(home both)" "${CRASHING_GL[@]}" "${CRASHING_VULKAN[@]}"
check 'the message says which, and how to try them again' -- bash -c '
    for one in glow wgpu soft; do grep "^$one: stopped the program lately" "$1" || exit 1; done; grep -e "--renderer NAME" "$1"' \
    bash "$WORK/app.log"
check without a display: a message -- env -i PATH="$PATH" HOME="$(home dark)" bash -c '
    "$0" 2>"$1"; code=$?; cat "$1"; ((code == 2)) && grep -q 没有显示器 "$1"' "$DUIBIAO" "$WORK/dark.log"
check 'the command line works all the same' -- bash -c 'cd "$1" && env -i PATH="$PATH" HOME="$1" "$0" tour' \
    "$DUIBIAO_CLI" "$WORK"
check doctor names what drew and where the log is -- bash -c '
    env -i PATH="$PATH" HOME="$1" "$0" doctor --saves "$2" >"$2/said" || true
    cat "$2/said"; grep -q wgpu "$2/said" && grep -q start.log "$2/said"' \
    "$DUIBIAO_CLI" "$(home no-gl)" "$WORK"
check a panic of our own: a message, and a file that says of what -- leaves_a_crash_file "$(home panics)"
check doctor names that file -- bash -c '
    env -i PATH="$PATH" HOME="$1" "$0" doctor --saves "$2" >"$2/said" || true
    cat "$2/said"; grep -q "/crash-[0-9-]*\.txt" "$2/said"' "$DUIBIAO_CLI" "$(home panics)" "$WORK"
check the next start opens a window with the same renderer -- opens "$(home panics)" glow

echo "from the program's first line to the third frame, or to the message:"
cat "$WORK/table"
echo "$PASSED passed, $FAILED failed"
((FAILED == 0))
