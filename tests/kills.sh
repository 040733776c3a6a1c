#!/usr/bin/env bash
# Kills: the program in a real window is typed into and killed (SIGKILL) at a random moment, again and again. After each
# the workspace is opened from outside and what is there is compared with what was typed, and when.
#
#   tests/kills.sh               100 kills; KILLS=1000 for a release
#   DUIBIAO=FILE DUIBIAO_CLI=FILE  programs to kill and to read with; built in the dev profile otherwise
#   WRITERS=2                    how many windows are typed into at the same time, each on a screen of its own
#
# Fails if more than 2 s of typing are lost by any kill, if anything is gone that was typed before the status bar said
# 已保存, or if a file cannot be read. Every third life ends on a half-typed cell that has stood for more than 2 s: its
# text must be somewhere in the workspace too.
set -euo pipefail
cd "$(dirname "$0")/.."
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/duibiao/target}
KILLS=${KILLS:-100}
WRITERS=${WRITERS:-2}

missing=()
for tool in Xvfb xdotool import convert identify openbox xprop; do
    command -v "$tool" >/dev/null || missing+=("$tool")
done
if ((${#missing[@]})); then
    echo "tests/kills.sh needs ${missing[*]} (Debian: xvfb xdotool imagemagick openbox x11-utils)" >&2
    exit 3
fi
if [[ -z ${DUIBIAO:-} || -z ${DUIBIAO_CLI:-} ]]; then
    cargo build --locked --bins
    DUIBIAO=$CARGO_TARGET_DIR/debug/duibiao
    DUIBIAO_CLI=$CARGO_TARGET_DIR/debug/duibiao-cli
fi

ALL=$(mktemp -d "${TMPDIR:-/tmp}/duibiao-kills.XXXXXX")
ln "$DUIBIAO" "$ALL/killed" 2>/dev/null || cp "$DUIBIAO" "$ALL/killed"
ln "$DUIBIAO_CLI" "$ALL/killed-cli" 2>/dev/null || cp "$DUIBIAO_CLI" "$ALL/killed-cli"
DUIBIAO=$ALL/killed
DUIBIAO_CLI=$ALL/killed-cli
# shellcheck disable=SC2034 # read by `launch`
EXTRA_ENV=()
APP_PID=''
WORK=$ALL
# shellcheck source-path=SCRIPTDIR/.. source=tests/walk/window.sh
source tests/walk/window.sh

WRITER_PIDS=()
tidy() {
    local pid
    for pid in "${WRITER_PIDS[@]}"; do
        kill "$pid" 2>/dev/null || true
    done
    wait 2>/dev/null || true
    rm -rf "$ALL"
}
trap tidy EXIT

ms() { local now=${EPOCHREALTIME/[.,]/}; echo "${now%???}"; }

"$DUIBIAO_CLI" --quiet demo "$ALL/pristine" --counties 1 --units 4 --years 2 >/dev/null

# everything FOLDER : all that was written down of the cell, in one text.
everything() { cat "$1"/journal/*.log "$1"/returns/*/*/*.ron 2>/dev/null || true; }

# says_saved : whether the status bar, at the bottom of the screen, shows the colour that 已保存 is written in.
says_saved() {
    local count
    count=$(import -window root -crop 400x30+0+738 +repage png:- 2>/dev/null |
        convert png:- -fuzz 12% -fill black +opaque "$GOOD" -fill white -opaque "$GOOD" -format '%[fx:int(mean*w*h)]' info:)
    ((count > 12))
}
# ticks : hundredths of a second of processor time the program has taken; nothing once it has ended.
ticks() { awk '{ sub(/.*\) /, ""); print $12 + $13 }' "/proc/$APP_PID/stat" 2>/dev/null; }

# is_at_rest : whether the program takes no time for a fifth of a second, which it would with keys waiting for it.
is_at_rest() {
    local try before
    for try in 1 2 3 4 5 6; do
        before=$(ticks)
        pause 0.15
        [[ -n $before && $before == "$(ticks)" ]] && return 0
    done
    return 1
}
GOOD=$(sed -nE 's/^ *good: *"(#[0-9A-Fa-f]+)".*/\1/p' assets/themes/light.ron | head -n 1)

# life NUMBER : one life of the program; prints a line `loss figures saved_checked what`.
life() {
    local number=$1 place=$WORK/w killer killed_at kind=typing value at=0 begun=() values=() held='' first
    local saved_to=0 looked=0
    rm -rf "$place"
    cp -r "$ALL/pristine" "$place"
    ((number % 3 == 0)) && kind=draft
    launch "$WORK/home" --saves "$place"
    echo "$APP_PID" >"$WORK/pid"
    until_true "$PATIENCE" has_window "$APP_PID" || { echo "no window" >&2; return 1; }
    WINDOW=$(window_of "$APP_PID")
    xdotool windowactivate --sync "$WINDOW" 2>/dev/null || true
    until_true "$PATIENCE" is_painted
    # The first figure is waited for; from then on nothing is.
    first=$((100000 + number * 37 % 9000))
    local try
    for try in 1 2 3 4; do
        xdotool key ctrl+2
        pause 0.25
        xdotool key ctrl+k
        pause 0.25
        xdotool type --delay 4 beds_icu
        pause 0.25
        xdotool key Return
        pause 0.5
        xdotool type --delay 4 --args 1 "$first" key Return Up
        until_true 2 is_written "$place" "$first" && break
        xdotool key Escape Escape
    done
    is_written "$place" "$first" || { echo "the cell could not be reached" >&2; return 1; }
    if [[ $kind == typing ]]; then
        (
            sleep "$(printf '%d.%03d' $((RANDOM % 4)) $((RANDOM % 1000)))"
            ms >"$WORK/killed_at"
            kill -KILL "$APP_PID"
        ) &
        killer=$!
        while ! is_gone "$APP_PID" && ((at < 60)); do
            value=$((200000 + number % 500 * 1000 + at))
            begun+=("$(ms)")
            values+=("$value")
            # Thrice as fast as a quick hand; the program has to keep up.
            xdotool type --delay 20 --args 1 "$value" key --delay 20 Return Up 2>/dev/null || true
            at=$((at + 1))
            if ((RANDOM % 3 == 0)); then
                # Nobody types until the program rests: what the bar says then is about all that was typed.
                pause 0.1
                if is_at_rest && says_saved; then
                    looked=1
                    saved_to=$at
                fi
            fi
        done
        wait "$killer" 2>/dev/null || true
    else
        value=$((800000 + number))
        begun+=("$(ms)")
        values+=("$value")
        xdotool type --delay 4 "$value"
        # Two seconds and what a slow machine takes for the frame and the write after them.
        sleep "2.$((4 + RANDOM % 5))"
        ms >"$WORK/killed_at"
        kill -KILL "$APP_PID"
    fi
    wait "$APP_PID" 2>/dev/null || true
    rm -f "$WORK/pid"
    killed_at=$(<"$WORK/killed_at")
    held=$(everything "$place")
    local lost=0 loss=0 index gone='' answer code=0
    for index in "${!values[@]}"; do
        ((begun[index] < killed_at)) || continue
        if [[ $held != *"(\"${values[index]}\")"* && ($kind == typing || $held != *"${values[index]}"*) ]]; then
            lost=$((lost + 1))
            ((loss)) || loss=$((killed_at - begun[index]))
            ((index < saved_to)) && gone+=" ${values[index]}"
        fi
    done
    # It opens, whether or not the figures that only the journal holds are taken back by then.
    answer=$("$DUIBIAO_CLI" --saves "$place" get --unit SL-H1 --form hospital --period $(($(date +%Y) - 1)) --csv 2>"$WORK/said") || code=$?
    ((code <= 1)) && [[ $answer == *beds_icu,* ]] || gone+=" UNREADABLE($code)"
    grep -qE '\.ron' "$WORK/said" && gone+=" DAMAGED"
    echo "$loss $lost ${#values[@]} $looked $kind ${gone:-none}"
}

is_written() { [[ $(everything "$1") == *"(\"$2\")"* ]]; }

end_writer() {
    [[ -s $WORK/pid ]] && kill -KILL "$(<"$WORK/pid")" 2>/dev/null
    stop_screen || true
}

# writer NUMBER : a screen and its share of the lives.
writer() {
    local number=$1 done_=0 life_number tries=0 line
    WORK=$ALL/writer-$number
    mkdir -p "$WORK"
    RANDOM=$((number * 7919 + ${SEED:-1}))
    trap end_writer EXIT
    start_screen 1366x768
    for ((life_number = number; life_number <= KILLS; life_number += WRITERS)); do
        if line=$(life "$life_number"); then
            echo "$life_number $line" >>"$ALL/lives"
        else
            # A window that was not reached is no kill; more than a few of them are a fault of their own.
            tries=$((tries + 1))
            kill -KILL "$(<"$WORK/pid")" 2>/dev/null || true
            ((tries <= 3 + KILLS / 20)) || { echo "writer $number: the window was not reached $tries times" >&2; return 1; }
            life_number=$((life_number - WRITERS))
        fi
    done
}

STARTED=$SECONDS
: >"$ALL/lives"
for ((n = 1; n <= WRITERS; n++)); do
    (writer "$n") >"$ALL/writer-$n.log" 2>&1 &
    WRITER_PIDS+=("$!")
done
code=0
for pid in "${WRITER_PIDS[@]}"; do
    wait "$pid" || code=1
done
((code == 0)) || { cat "$ALL"/writer-*.log >&2; echo "FAILED: not every life was lived" >&2; exit 1; }

awk -v took=$((SECONDS - STARTED)) '
    { loss[NR] = $2; figures += $4; lost += $3; looked += $5; drafts += ($6 == "draft")
      if ($2 > worst) { worst = $2; which = $1 }
      if ($7 != "none") { bad++; print "life " $0 } }
    END {
        n = asort_(loss, NR)
        printf "%d kills in %d s (%d on a cell that stood half-typed): %d figures typed, %d not there\n", NR, took, drafts, figures, lost
        printf "typing lost: worst %d ms (life %s), median %d ms; the status bar was believed %d times\n", worst, which, loss[int((NR + 1) / 2)], looked
        if (worst > 2000) { print "FAILED: more than 2 s of typing lost"; exit 1 }
        if (bad) { print "FAILED: " bad " lives lost what was saved, or cannot be opened"; exit 1 }
    }
    function asort_(a, n,   i, j, t) {
        for (i = 2; i <= n; i++) { t = a[i]; for (j = i - 1; j >= 1 && a[j] > t; j--) a[j + 1] = a[j]; a[j + 1] = t }
        return n
    }' "$ALL/lives"
