# Part `large`: a screen of 1920×1080 whose owner reads everything at 150 %.
# shellcheck shell=bash

start_screen 1920x1080
LARGE=$WORK/large
"$DUIBIAO_CLI" --quiet demo "$LARGE" >/dev/null
"$DUIBIAO_CLI" --quiet --saves "$LARGE" set --unit SL-H1 --form hospital --period "$YEAR" \
    beds_tcm_general_hosp=102 beds_icu=96 staff_health_total=2505 >/dev/null
# shellcheck disable=SC2034 # read by `launch`
EXTRA_ENV=(WINIT_X11_SCALE_FACTOR=1.5)
launch "$WORK/home-large" --saves "$LARGE"
check "a window opens at 150 %" -- find_window
look 31-large-start
check "its whole frame is on the screen" -- fits_screen
check "the form opens" -- after_change keys ctrl+2
look 32-large-entry
check "a trend opens" -- go_to tcm_bed_share
look 33-large-trend
check "the plan opens" -- after_change keys ctrl+4
look 34-large-plan
check "English" -- after_change keys ctrl+l
look 35-large-plan-english
check "the form in English" -- after_change keys ctrl+2
look 36-large-entry-english
check "the window closes" -- close_window
# shellcheck disable=SC2034
EXTRA_ENV=()
stop_screen
