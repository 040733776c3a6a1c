# Part `troubles`: no display, a second copy, a folder that may not be written, and files that cannot be read.
# Each time the program starts, says which file, which line and what can be done, and leaves the bytes as they were.
# shellcheck shell=bash

# ---- no display -------------------------------------------------------------------------------------------------
without_display() {
    local said code=0
    said=$(env -u DISPLAY -u WAYLAND_DISPLAY "$DUIBIAO" 2>&1) || code=$?
    echo "exit code $code; $said"
    ((code == 2)) && [[ $said == *'duibiao-cli tour'* && $said != *panicked* ]]
}
check "without a display it names 'duibiao-cli tour' and ends with 2" -- without_display
unreachable() { DISPLAY=:4711 without_display_at; }
without_display_at() {
    local said code=0
    said=$(env -u WAYLAND_DISPLAY DISPLAY=:4711 "$DUIBIAO" 2>&1) || code=$?
    echo "exit code $code; $said"
    ((code == 2)) && [[ $said == *'duibiao-cli tour'* && $said != *panicked* ]]
}
check "the same on a display that cannot be reached" -- unreachable

start_screen 1366x768
PLAIN=$WORK/plain
"$DUIBIAO_CLI" --quiet demo "$PLAIN" >/dev/null

# ---- a second copy ----------------------------------------------------------------------------------------------
launch "$WORK/home-first" --saves "$PLAIN"
FIRST=$APP_PID
STARTED+=("$FIRST")
check "the first copy opens" -- find_window "$FIRST"
FIRST_WINDOW=$WINDOW
sums "$PLAIN" >"$WORK/held.before"
launch "$WORK/home-second" --saves "$PLAIN"
check "a second copy opens" -- find_window
check "the form opens in it" -- after_change keys ctrl+2
words 77
keys Return ctrl+s
look 41-second-copy
check "who holds the workspace is said by name and process" -- doctor_says "$PLAIN" "walker.*pid $FIRST"
check "the second copy closes" -- close_window
sums "$PLAIN" >"$WORK/held.after"
check "the second copy has changed no byte" -- diff "$WORK/held.before" "$WORK/held.after"
APP_PID=$FIRST WINDOW=$FIRST_WINDOW
check "the first copy goes on" -- go_to beds_icu
words 55
keys Return
check "and saves" -- says "$PLAIN" beds_icu known,55
check "the first copy closes" -- close_window

# ---- a folder that may not be written ----------------------------------------------------------------------------
FIXED=$WORK/fixed
cp -r "$PLAIN" "$FIXED"
rm -f "$FIXED"/.lock*
sums "$FIXED" >"$WORK/fixed.before"
chmod -R a-w,a+rX "$FIXED"
OWNER_DUIBIAO=$DUIBIAO
may_test_rights=yes
if ((EUID == 0)); then
    # Rights do not bind root: the program runs as nobody.
    if command -v setpriv >/dev/null && setpriv --reuid=65534 --regid=65534 --clear-groups true 2>/dev/null; then
        printf '#!/bin/sh\nexec setpriv --reuid=65534 --regid=65534 --clear-groups -- %q "$@"\n' "$OWNER_DUIBIAO" >"$WORK/as-nobody"
        chmod 755 "$WORK/as-nobody"
        DUIBIAO=$WORK/as-nobody
        mkdir -p "$WORK/home-nobody"
        chmod 777 "$WORK/home-nobody"
    else
        may_test_rights=''
    fi
fi
if [[ $may_test_rights ]]; then
    launch "$WORK/home-nobody" --saves "$FIXED"
    check "a folder that may not be written opens" -- find_window
    check "the form opens in it" -- after_change keys ctrl+2
    words 77
    keys Return
    look 42-read-only
    check "the window closes" -- close_window
else
    leave_out "a read-only folder: root here, and no way to be somebody else"
fi
DUIBIAO=$OWNER_DUIBIAO
chmod -R u+w "$FIXED"
sums "$FIXED" >"$WORK/fixed.after"
check "no byte of it has changed" -- diff "$WORK/fixed.before" "$WORK/fixed.after"

# ---- files that cannot be read -----------------------------------------------------------------------------------
BROKEN=$WORK/broken
cp -r "$PLAIN" "$BROKEN"
rm -f "$BROKEN"/.lock*
old=$((YEAR - 1))
# Six hospitals' forms of the year before, each broken in another way. The last three get a digest that fits, so that
# it is not the digest that gives them away.
mapfile -t files < <(find "$BROKEN/returns/$old/hospital" -name '*.ron' ! -name SL-H1.ron | sort | head -n 6)
unclosed=${files[0]} edited=${files[1]} newer=${files[2]} doubled=${files[3]} infinite=${files[4]} foreign=${files[5]}
# redigest FILE : the digest covers every byte but its own line, the fourth.
redigest() {
    local digest
    digest=$(sed 4d "$1" | openssl dgst -sm3 -r | cut -d' ' -f1)
    sed -i "4s/sm3:[0-9a-f]*/sm3:$digest/" "$1"
}
sed -i '20s/(/[/' "$unclosed"
sed -i '0,/Known("\([0-9]*\)")/s//Known("9\1")/' "$edited"
sed -i 's/^    version: [0-9]*,/    version: 99,/' "$newer"
first=$(sed -nE 's/.*element: "([a-z0-9_]+)".*/\1/p' "$doubled" | sed -n 1p)
second=$(sed -nE 's/.*element: "([a-z0-9_]+)".*/\1/p' "$doubled" | sed -n 2p)
sed -i "s/element: \"$second\"/element: \"$first\"/" "$doubled"
sed -i '0,/Known("[0-9.]*")/s//Known("NaN")/' "$infinite"
sed -i 's/^        unit: "[^"]*"/        unit: "NOBODY-KNOWS"/' "$foreign"
mv "$foreign" "${foreign%/*}/NOBODY-KNOWS.ron"
foreign=${foreign%/*}/NOBODY-KNOWS.ron
if command -v openssl >/dev/null && openssl dgst -sm3 </dev/null >/dev/null 2>&1; then
    for file in "$doubled" "$infinite" "$foreign"; do
        redigest "$file"
    done
else
    leave_out "damaged files whose digest fits: no openssl with SM3 here"
fi
sums "$BROKEN" >"$WORK/broken.before"
"$DUIBIAO_CLI" --saves "$BROKEN" doctor >"$WORK/doctor.txt" 2>&1 || true
cp "$WORK/doctor.txt" "$SHOTS/doctor.txt"
for file in "$unclosed" "$edited" "$newer" "$doubled" "$infinite" "$foreign"; do
    check "the file is named: ${file##*/}" -- grep -q -- "$(basename "$file")" "$WORK/doctor.txt"
done
names_a_line() { [[ $(grep -- "$(basename "$1")" "$WORK/doctor.txt") =~ (第\ ?[0-9]+\ ?行|line\ [0-9]+) ]]; }
check "and the line where it does not parse" -- names_a_line "$unclosed"
check "and the line of the figure that is no number" -- names_a_line "$infinite"
check "and the line of the cell that is there twice" -- names_a_line "$doubled"

launch "$WORK/home-broken" --saves "$BROKEN"
check "it starts on damaged files" -- find_window
look 43-damaged-files
check "it goes on with the rest" -- after_change press_main_button 1
check "the form opens" -- after_change keys ctrl+2
check "a cell is found" -- go_to beds_icu
words 88
keys Return
check "and a figure is kept" -- says "$BROKEN" beds_icu known,88
look 44-working-on
check "the window closes" -- close_window
sums "$BROKEN" >"$WORK/broken.after"
untouched() {
    local file name
    for file in "$unclosed" "$edited" "$newer" "$doubled" "$infinite" "$foreign"; do
        name=./${file#"$BROKEN"/}
        [[ $(grep -F -- "$name" "$WORK/broken.before") == "$(grep -F -- "$name" "$WORK/broken.after")" ]] || { echo "$name"; return 1; }
    done
}
check "the damaged files are as they were, to the byte" -- untouched

# ---- the workspace's own file ------------------------------------------------------------------------------------
LOST=$WORK/lost
cp -r "$PLAIN" "$LOST"
rm -f "$LOST"/.lock*
sed -i 's/role: Demo/role: Dem/' "$LOST/workspace.ron"
sums "$LOST" >"$WORK/lost.before"
launch "$WORK/home-lost" --saves "$LOST"
check "it starts without a readable workspace.ron" -- find_window
look 45-no-workspace
check "the window closes" -- close_window
sums "$LOST" >"$WORK/lost.after"
check "nothing in the folder has changed" -- diff "$WORK/lost.before" "$WORK/lost.after"
stop_screen
