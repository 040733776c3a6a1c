#!/usr/bin/env bash
# How long the program takes to its first usable frame, what memory it holds, and what it does while nobody does
# anything, beside an empty eframe window with the same fonts and the same renderer. One run, the two taking turns.
#
#   benches/start.sh [RUNS]      10 runs of each unless said otherwise; needs what tests/walk.sh needs
#
# The screen is Xvfb and the graphics driver draws by the processor (llvmpipe), which is slower than any office PC's
# and the same for both. Time counts from exec to the window being mapped with its content drawn: eframe maps a window
# only when its first frame is painted, and the content is looked for besides.
set -euo pipefail
cd "$(dirname "$0")/.."
RUNS=${1:-10}
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/duibiao/target}
cargo build --locked --release --bins --example empty_window

WORK=$(mktemp -d "${TMPDIR:-/tmp}/duibiao-start.XXXXXX")
# shellcheck disable=SC2034 # read by `shot`
SHOTS=$WORK
# shellcheck disable=SC2034 # read by `launch`
EXTRA_ENV=()
# shellcheck source-path=SCRIPTDIR/.. source=tests/walk/window.sh
source tests/walk/window.sh
APP_PID=''
tidy() {
    [[ -z $APP_PID ]] || kill "$APP_PID" 2>/dev/null || true
    stop_screen
    rm -rf "$WORK"
}
trap tidy EXIT

cp "$CARGO_TARGET_DIR/release/duibiao" "$WORK/program"
cp "$CARGO_TARGET_DIR/release/examples/empty_window" "$WORK/empty"
"$CARGO_TARGET_DIR/release/duibiao-cli" --quiet demo "$WORK/demo" --counties 4 --units 30 --years 6 >/dev/null
start_screen 1366x768

# has_content WINDOW : a start page has hundreds of colours, an empty window one.
has_content() {
    local count
    count=$(import -window "$1" miff:- 2>/dev/null | identify -format '%k' - 2>/dev/null) || return 1
    ((count > 100))
}

microseconds() { echo "${EPOCHREALTIME/[.,]/}"; }

# The window manager's list of windows, told as it changes: looking again and again would take a processor of the two
# away from what is measured.
follow_windows() {
    # shellcheck disable=SC2034 # read by its number
    exec {WINDOWS}< <(exec stdbuf -oL xprop -root -spy _NET_CLIENT_LIST 2>/dev/null)
    read -r -u "$WINDOWS" -t 5 _
}

# one NAME ARGUMENTS… : starts it once; sets TIME_MS and RESIDENT_KB, leaves it running.
one() {
    local name=$1 started mapped found line
    shift
    mkdir -p "$WORK/home-$name"
    # The last run was killed and left its name in the lock, which the next would have to tell of.
    rm -f "$WORK/demo/.lock"
    while read -r -u "$WINDOWS" -t 0.3 line; do :; done
    started=$(microseconds)
    env -i PATH="$PATH" HOME="$WORK/home-$name" USER=bench LANG=C.UTF-8 DISPLAY="$DISPLAY" LIBGL_ALWAYS_SOFTWARE=1 \
        "$WORK/$name" "$@" >"$WORK/app.log" 2>&1 &
    APP_PID=$!
    while read -r -u "$WINDOWS" -t 20 line; do
        mapped=$(microseconds)
        [[ $line == *0x* ]] && break
    done
    found=$(window_of "$APP_PID")
    [[ -n $found ]] || { cat "$WORK/app.log" >&2; return 1; }
    # The content is looked for besides; if the window came without it, its coming counts.
    if [[ $name == program ]] && ! has_content "$found"; then
        until has_content "$found"; do :; done
        mapped=$(microseconds)
    fi
    TIME_MS=$(((mapped - started) / 1000))
    sleep 5
    RESIDENT_KB=$(awk '/^VmRSS/ { print $2 }' "/proc/$APP_PID/status")
}

end_it() {
    kill "$APP_PID" 2>/dev/null || true
    wait "$APP_PID" 2>/dev/null || true
    APP_PID=''
}

# ticks PID : hundredths of a second of processor time so far, all threads.
ticks() { awk '{ sub(/.*\) /, ""); print $12 + $13 }' "/proc/$1/stat"; }

middle() { sort -n | awk '{ v[NR] = $1 } END { print (NR % 2) ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }

follow_windows
declare -A times residents idle
for ((run = 1; run <= RUNS; run++)); do
    for name in bare empty word program; do
        case $name in
            bare | word) one empty "$name" ;;
            empty) one empty ;;
            program) one program "$WORK/demo" ;;
        esac
        times[$name]+="$TIME_MS"$'\n'
        residents[$name]+="$RESIDENT_KB"$'\n'
        if ((run == RUNS)); then
            before=$(ticks "$APP_PID")
            sleep 10
            idle[$name]=$(($(ticks "$APP_PID") - before))
        fi
        end_it
        echo "run $run $name: $TIME_MS ms, $RESIDENT_KB KiB"
    done
done

median() { printf '%s' "$1" | middle; }
time_program=$(median "${times[program]}")
memory_program=$(median "${residents[program]}")
printf '\n%-36s %12s %12s %8s\n' 'medians' 'peer' 'program' 'ratio'
for name in empty bare word; do
    case $name in
        empty) what='empty window, its ground painted' ;;
        bare) what='window in which nothing is painted' ;;
        word) what='window with one word' ;;
    esac
    awk -v what="$what" -v t="$(median "${times[$name]}")" -v tp="$time_program" -v m="$(median "${residents[$name]}")" \
        -v mp="$memory_program" 'BEGIN {
        printf "%s\n", what
        printf "%-36s %9.0f ms %9.0f ms %8.2f\n", "  first frame", t, tp, tp / t
        printf "%-36s %8.1f MiB %8.1f MiB %8.2f\n", "  resident", m / 1024, mp / 1024, mp / m
    }'
done
printf '%-36s %9d ms %9d ms\n' 'processor time in 10 s at rest' $((idle[empty] * 10)) $((idle[program] * 10))
echo 'goals: both ratios to the empty window at most 1.3; 0 ms at rest'
