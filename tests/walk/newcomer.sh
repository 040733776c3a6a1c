# Part `newcomer`: from an empty home folder to figures on disk, a trend, and the other language.
# shellcheck shell=bash

start_screen 1366x768
SAVES=$WORK/saves
DEMO=$SAVES/demo
NEW_HOME=$WORK/home
mkdir -p "$SAVES"

launch "$NEW_HOME" --saves "$SAVES"
check "a window opens on an empty home folder" -- find_window
look 01-welcome
check "the demonstration opens" -- after_change press_main_button 1
check "it stands in the folder given" -- test -f "$DEMO/workspace.ron"
look 02-start
check "the form is taken up where it was left" -- after_change press_main_button 1
look 03-entry

# The demonstration leaves the hospital's last year half filled; what is typed differs from what is there.
check "ICU beds are found by search" -- go_to beds_icu
words 96
keys Return
check "ICU beds are kept" -- says "$DEMO" beds_icu known,96
look 04-icu-beds

check "TCM beds are found by search" -- go_to beds_tcm_general_hosp
look 05-before-tcm-beds
words '1,02'
keys BackSpace BackSpace BackSpace BackSpace
words 102
keys Return
look 06-after-tcm-beds
check "the indicator beside it changes" -- differs 05-before-tcm-beds 06-after-tcm-beds
check "TCM beds are kept" -- says "$DEMO" beds_tcm_general_hosp known,102
check "the share of TCM beds follows (102 of 1701)" -- test "$(newest "$DEMO" SL-H1 tcm_bed_share)" = "$YEAR 6.00"

check "staff is found by search" -- go_to staff_health_total
for figure in 2505 861 '1,042' 71 30; do
    words "$figure"
    keys Return
done
check "five cells are filled one after the other" -- says "$DEMO" staff_public_health known,30
check "a thousands separator is read" -- says "$DEMO" staff_nurses known,1042
look 07-staff

check "the EMR level is found by search" -- go_to emr_level
keys 4
look 08-emr-level
keys Return
check "the EMR level is chosen by its number" -- says "$DEMO" emr_level known,4

check "specialties are found by search" -- go_to n_keyspec_national
words 3
keys Tab
words 'two of them new'
keys Return
words 7
keys Down
words 11
keys Return
check "specialty counts are kept" -- says "$DEMO" n_keyspec_municipal known,11
check "national specialties are kept" -- says "$DEMO" n_keyspec_national known,3

check "a yes/no element is found" -- go_to dept_geriatrics
keys 1
keys Return
check "yes is kept" -- says "$DEMO" dept_geriatrics known,1

# The wheel takes the cell out of sight; what is typed then still belongs to it.
check "a cell is taken and scrolled away from" -- go_to n_keyspec_by_field
xdotool mousemove 700 400
for _ in {1..40}; do
    xdotool click 5
done
settled
words 6
keys Return
check "what is typed while its cell is out of sight is kept" -- says "$DEMO" n_keyspec_by_field known,6

# A quick hand types on while the search is still closing.
keys ctrl+k
settled
words n_keyspec_city_featured
settled
xdotool key Return type --delay 1 4
keys Return
check "what is typed straight after a jump is kept" -- says "$DEMO" n_keyspec_city_featured known,4

check "a cell far up is found" -- go_to n_negative_pressure_beds
words 'about 30'
keys Return
check "what is no number is kept as typed" -- says "$DEMO" n_negative_pressure_beds unread,
look 09-unread

# No Enter after this one: the window is closed on a half-typed cell.
check "the cell is gone back to" -- go_to n_negative_pressure_beds
words 28
look 10-half-typed
check "the window closes" -- close_window
check "what was being typed is kept" -- says "$DEMO" n_negative_pressure_beds known,28
check "what was typed before is still there" -- says "$DEMO" beds_icu known,96
check "a return is on disk as text a person can read" -- grep -q '"beds_icu"' "$DEMO/returns/$YEAR/hospital/SL-H1.ron"

launch "$NEW_HOME" --saves "$SAVES"
check "it starts again" -- find_window
check "on the workspace, not on welcome" -- test -n "$(main_buttons)"
look 11-start-again
check "the search finds a cell again" -- go_to beds_tcm_general_hosp
look 12-entry-again
check "the figures are on the screen" -- differs 03-entry 12-entry-again

check "a trend opens from the search" -- go_to tcm_bed_share
look 13-trend-tcm-beds
# The demonstration lets one sit in any unit's chair; the city's commission is found by its initials.
check "the list of units opens" -- after_change click 100 39
check "it is searched by pinyin" -- after_change words sjkwyh
look 14-seats
check "the city's chair is taken" -- after_change keys Return
look 15-city
check "the trend of beds per 1 000 people opens" -- go_to beds_per_1000
look 16-trend-beds-per-1000
keys ctrl+4
look 17-plan
check "arrows go down the targets" -- after_change keys Down Down

check "the dictionary opens" -- after_change keys ctrl+5
check "it finds by pinyin" -- after_change words zzjhcw
look 17a-dictionary
keys Escape
check "the register opens" -- after_change keys ctrl+7
look 17b-register
check "the deliverables open" -- after_change keys ctrl+6
check "the first is ticked" -- after_change keys space
check "the tick is in the journal at once" -- until_true "$PATIENCE" grep -rqs 'Followed(' "$DEMO/journal"
look 17c-deliverables
keys ctrl+4
check "what is followed is on disk" -- until_true "$PATIENCE" test -s "$DEMO/followed/hulunbuir-2024.ron"

check "Ctrl+L turns it English" -- after_change keys ctrl+l
look 18-plan-english
check "the language is kept" -- until_true "$PATIENCE" grep -q 'lang: En' "$DEMO/workspace.ron"
check "each screen is another one in English (trend)" -- after_change keys ctrl+3
look 19-trend-english
check "(entry)" -- after_change keys ctrl+2
look 20-entry-english
check "(start)" -- after_change keys ctrl+1
look 21-start-english
check "the search opens in English" -- after_change keys ctrl+k
words bed
look 22-search-english
keys Escape
check "the settings open by their key" -- after_change keys ctrl+comma
look 23-settings-english
keys Escape

# The power goes: nothing may be lost that was committed.
check "Chinese again, the city's start page" -- after_change keys ctrl+1 ctrl+l
look 24-city-start
check "the city's own form" -- after_change keys ctrl+2
look 25-city-entry
kill -KILL "$APP_PID"
wait "$APP_PID" 2>/dev/null || true
launch "$NEW_HOME" --saves "$SAVES"
check "it starts after the power went" -- find_window
check "the city's chair is remembered" -- grep -q 'unit: "SL-CITY"' "$DEMO/workspace.ron"
check "the population is found" -- go_to pop_resident
words 1285000
keys Return
check "a committed figure is in the journal at once" -- until_true "$PATIENCE" grep -rqs 1285000 "$DEMO/journal"
kill -KILL "$APP_PID"
wait "$APP_PID" 2>/dev/null || true
launch "$NEW_HOME" --saves "$SAVES"
check "it starts and offers what the files lack" -- find_window
look 26-after-a-kill
check "the offer is taken" -- press_main_button
check "the window closes" -- close_window
check "it outlives a kill" -- says "$DEMO" pop_resident known,1285000 SL-CITY city_bureau
check "nothing is reported as damaged" -- undamaged "$DEMO"
stop_screen
