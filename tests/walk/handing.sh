# Part `handing`: from draft to 上报 by the keyboard: carry forward, confirm, hand in; the file, the lock, the history.
# shellcheck shell=bash

packages_in() { find "$1/outbox" -name '*.duibiao' 2>/dev/null; }
has_package() { [[ -n $(packages_in "$1") ]]; }
return_of() { echo "$1/returns/$YEAR/hospital/SL-H1.ron"; }
is_carried() { grep -A6 "element: \"$2\"" "$(return_of "$1")" | grep -q 'carried: true'; }
waits() { until_true "$PATIENCE" is_carried "$@"; }
none_carried() { ! grep -q 'carried: true' "$(return_of "$1")"; }
none_waits() { until_true "$PATIENCE" none_carried "$@"; }
package_holds() { grep -q "$2" "$(packages_in "$1" | head -1)"; }
says_of_itself() { "$DUIBIAO_CLI" --saves "$1" history --unit SL-H1 --form hospital --period "$YEAR" --csv | grep -q "$2"; }
# asks WORDS : takes a command from the list of commands.
asks() {
    keys ctrl+k
    settled
    words "$1"
    settled
    keys Return
    settled
}

start_screen 1366x768
HANDING=$WORK/handing
"$DUIBIAO_CLI" --quiet demo "$HANDING" >/dev/null
launch "$WORK/home-handing" --saves "$HANDING"
check "a window opens" -- find_window
check "the form opens" -- after_change keys ctrl+2
words 90
keys Return
check "the form is carried forward" -- asks zbjz
check "a figure waits to be confirmed" -- waits "$HANDING" beds_icu
look 71-handing-carried
check "what was carried is confirmed" -- asks qrqb
check "and none waits any more" -- none_waits "$HANDING"
check "the checks open" -- after_change keys ctrl+8
look 72-handing-checks
check "the way upward opens" -- after_change keys ctrl+9
look 73-handing-ready
check "Enter asks whether" -- after_change keys Return
look 74-handing-question
check "Enter hands in" -- after_change keys Return
check "a package lies in the outbox" -- until_true "$PATIENCE" has_package "$HANDING"
check "it says what it is" -- package_holds "$HANDING" duibiao-package
check "it holds what was typed" -- package_holds "$HANDING" 'Known("90")'
look 75-handing-handed-in
check "the form opens again" -- after_change keys ctrl+2
words 77
keys Return
pause 3
check "what is handed in is locked" -- says "$HANDING" beds_tcm_general_hosp known,90
check "the window closes" -- close_window
check "the history names the handing in" -- says_of_itself "$HANDING" ',submit$'
stop_screen
