# A window on a virtual screen, worked from outside by mouse and keys only. Sourced by walk.sh and benches/start.sh.
# shellcheck shell=bash
#
# Nothing here sleeps for a fixed time to let something happen: every wait polls for what is waited for and
# gives up after $PATIENCE seconds. `pause` is only the pace of a typist between two looks.

PATIENCE=${PATIENCE:-60}
# How long a screen may go on changing before it is taken as it is.
RESTLESS=20

pause() { sleep "${1:-0.1}"; }

# until_true SECONDS COMMAND… : polls a command; fails when it never came true.
until_true() {
    local until=$((SECONDS + $1))
    shift
    while ! "$@" >/dev/null 2>&1; do
        ((SECONDS < until)) || return 1
        pause
    done
}

# start_screen WIDTHxHEIGHT : a screen of its own with a window manager; sets DISPLAY, SCREEN_PID, MANAGER_PID.
# A server that does not come up says why, and is asked for twice more: once on a busy machine one stayed silent.
start_screen() {
    local try
    for try in 1 2 3; do
        try_screen "$1" && return 0
        echo "no screen, try $try of 3" >&2
        head -n 20 "$WORK/xvfb.log" "/proc/$SCREEN_PID/status" "/proc/$SCREEN_PID/wchan" /proc/loadavg >&2 || true
        [[ -z $MANAGER_PID ]] || cat "$WORK/openbox.log" >&2
        kill -KILL "$SCREEN_PID" 2>/dev/null || true
        stop_screen
    done
    return 1
}

# try_screen WIDTHxHEIGHT : one server and its manager.
try_screen() {
    local number="$WORK/display"
    rm -f "$number"
    MANAGER_PID=''
    # It would start over whenever the last window goes.
    Xvfb -displayfd 3 -screen 0 "${1}x24" -nolisten tcp -noreset 3>"$number" >"$WORK/xvfb.log" 2>&1 &
    SCREEN_PID=$!
    until_true "$PATIENCE" is_told_or_gone "$number" "$SCREEN_PID" && [[ -s $number ]] || return 1
    DISPLAY=":$(tr -d '[:space:]' <"$number")"
    export DISPLAY
    # Its own settings, so that Alt+F4 closes and a new window gets the focus whoever runs this.
    openbox --config-file /etc/xdg/openbox/rc.xml >"$WORK/openbox.log" 2>&1 &
    MANAGER_PID=$!
    until_true "$PATIENCE" has_manager
}

is_told_or_gone() { [[ -s $1 ]] || ! kill -0 "$2" 2>/dev/null; }

has_manager() { [[ $(xprop -root _NET_SUPPORTING_WM_CHECK 2>/dev/null) == *'window id'* ]]; }

# stop_screen : ends what start_screen started.
stop_screen() {
    local pid
    for pid in "${MANAGER_PID:-}" "${SCREEN_PID:-}"; do
        [[ -n $pid ]] || continue
        # It ends by our signal, and in a trap that would be the end of the trap too.
        kill "$pid" 2>/dev/null || true
        # One that does not listen must not be waited for.
        until_true 5 is_gone "$pid" || kill -KILL "$pid" 2>/dev/null || true
        wait "$pid" 2>/dev/null || true
    done
    MANAGER_PID='' SCREEN_PID=''
}

# launch HOME ARGUMENTS… : starts the program as a person without any settings would; sets APP_PID.
# EXTRA_ENV may hold further NAME=VALUE words.
launch() {
    local home=$1
    shift
    mkdir -p "$home"
    env -i PATH="$PATH" HOME="$home" USER=walker LANG=C.UTF-8 DISPLAY="$DISPLAY" LIBGL_ALWAYS_SOFTWARE=1 \
        ${EXTRA_ENV[@]+"${EXTRA_ENV[@]}"} "$DUIBIAO" "$@" >"$WORK/app.log" 2>&1 &
    APP_PID=$!
}

window_of() {
    local found
    found=$(xdotool search --onlyvisible --pid "$1" 2>/dev/null) || true
    echo "${found%%$'\n'*}"
}

has_window() { [[ -n $(window_of "$1") ]]; }

# find_window [PID] : waits for a process's window, gives it the focus; sets WINDOW.
find_window() {
    local pid=${1:-$APP_PID}
    until_true "$PATIENCE" has_window "$pid" || { cat "$WORK/app.log" >&2; return 1; }
    WINDOW=$(window_of "$pid")
    xdotool windowactivate --sync "$WINDOW" 2>/dev/null || true
    until_true "$PATIENCE" is_painted || { echo "the window stays blank" >&2; return 1; }
}

# colours FILE : how many different colours a picture has.
colours() { identify -format '%k' "$1"; }

# A window that shows something has text in it, and smoothed text alone brings dozens of greys.
is_painted() {
    # Without a name `import` would wait for a hand to point at a window, and hold the screen.
    [[ -n ${WINDOW:-} ]] || return 1
    import -window "$WINDOW" "$WORK/look.png" 2>/dev/null && (($(colours "$WORK/look.png") > 40))
}

# apart FILE FILE : how many pixels of two pictures differ; a million if they cannot be held together.
apart() {
    local count
    # Most looks show the same as the one before, byte for byte: they are taken unpacked, so that this costs next to nothing.
    cmp -s "$1" "$2" && { echo 0; return; }
    # ImageMagick says 1.2e+06 for large counts, and ends with 1 where anything differs.
    count=$(compare -metric AE "$1" "$2" null: 2>&1) || true
    [[ ${count%% *} =~ ^[0-9.e+]+$ ]] || count=1000000
    printf '%.0f\n' "${count%% *}"
}

# settled : waits until two looks in a row are the same. The blinking caret of a text field may spoil a look, so
# a difference of a few dozen pixels counts as the same.
settled() {
    local until=$((SECONDS + RESTLESS)) apart
    import -window root "$WORK/before.ppm"
    while ((SECONDS < until)); do
        pause 0.25
        import -window root "$WORK/after.ppm"
        apart=$(apart "$WORK/before.ppm" "$WORK/after.ppm")
        ((apart < 60)) && return 0
        mv "$WORK/after.ppm" "$WORK/before.ppm"
    done
    return 0
}

# changed : whether the screen differs from the look taken by `look_before`.
changed() {
    local apart
    import -window root "$WORK/now.ppm"
    apart=$(apart "$WORK/then.ppm" "$WORK/now.ppm")
    ((apart > 60))
}

look_before() { import -window root "$WORK/then.ppm"; }

# after_change COMMAND… : does something that changes the screen, waits for the change and for the rest after it.
after_change() {
    look_before
    "$@"
    until_true "$PATIENCE" changed || { echo "nothing changed on the screen after: $*" >&2; return 1; }
    settled
}

# shot NAME : keeps a picture of the whole screen, once it stands still.
shot() {
    settled
    import -window root -define png:compression-level=9 "$SHOTS/$1.png"
    (($(colours "$SHOTS/$1.png") > 40))
}

# pixels_apart NAME OTHER : how many pixels of two kept pictures differ.
pixels_apart() { apart "$SHOTS/$1.png" "$SHOTS/$2.png"; }

keys() {
    local key
    for key in "$@"; do
        xdotool key --clearmodifiers "$key"
        pause 0.05
    done
}

words() { xdotool type --clearmodifiers --delay 25 -- "$1"; }

# click X Y : moves the mouse there as a hand would, and presses. Coordinates are of the screen.
click() {
    xdotool mousemove --sync "$1" "$2" 2>/dev/null || xdotool mousemove "$1" "$2"
    pause 0.1
    xdotool click 1
    # A hand leaves; else what is under the pointer stays lit in the pictures.
    pause 0.1
}

# main_buttons : middle points `X Y` of the filled buttons on the screen, from the top down. A person finds them by
# their colour; so does this, and nothing depends on where a button stands.
main_buttons() {
    local accent='#0B6E8A'
    import -window root "$WORK/buttons.png"
    convert "$WORK/buttons.png" -fuzz 2% -fill black +opaque "$accent" -fill white -opaque "$accent" \
        -define connected-components:verbose=true -define connected-components:area-threshold=400 \
        -connected-components 4 null: |
        sed -nE 's/^ *[0-9]+: ([0-9]+)x([0-9]+)\+([0-9]+)\+([0-9]+) [0-9.,]+ [0-9]+ (s?rgba?\(255,255,255\)|gray\(255\)|white).*/\1 \2 \3 \4/p' |
        awk '$1 >= 44 && $1 <= 320 && $2 >= 20 && $2 <= 60 { print $4 + $2 / 2, $3 + $1 / 2 }' |
        sort -n | awk '{ printf "%d %d\n", $2, $1 }'
}

has_main_button() { [[ -n $(main_buttons) ]]; }

# press_main_button [WHICH] : clicks the nth filled button from the top.
press_main_button() {
    local point
    until_true "$PATIENCE" has_main_button || { echo "no filled button to be seen" >&2; return 1; }
    settled
    point=$(main_buttons | sed -n "${1:-1}p")
    [[ -n $point ]] || { echo "no filled button number ${1:-1}" >&2; return 1; }
    # shellcheck disable=SC2086 # two words, X and Y
    click $point
}

is_gone() { ! kill -0 "$1" 2>/dev/null; }

# close_window : asks the window to close as the frame's button does, and waits for the program to end.
close_window() {
    xdotool windowactivate --sync "$WINDOW" 2>/dev/null || true
    keys alt+F4
    until_true "$PATIENCE" is_gone "$APP_PID" || { echo "the program did not end" >&2; return 1; }
    wait "$APP_PID"
}

# go_to WORDS… : the search of the program (Ctrl+K): types and takes the first hit.
go_to() {
    after_change keys ctrl+k
    after_change words "$1"
    after_change keys Return
}

# fits_screen : whether the window lies within the screen; its frame's title row is above it.
fits_screen() {
    local screen place
    read -r -a screen < <(xdotool getdisplaygeometry)
    # xdotool counts the frame twice in the window's place.
    mapfile -t place < <(xwininfo -id "$WINDOW" | sed -nE 's/^ *(Absolute upper-left [XY]|Width|Height): +(-?[0-9]+)$/\2/p')
    echo "window ${place[0]}+${place[2]} × ${place[1]}+${place[3]}, screen ${screen[*]}"
    ((place[0] >= 0 && place[1] > 0 && place[0] + place[2] <= screen[0] && place[1] + place[3] <= screen[1]))
}
