# Part `upward`: two hospitals hand in; their county takes it in, sends one back, gets the correction, adds up and hands
# the totals on; the city takes the county's file in. Four people, four homes, four workspaces; between them only files.
# shellcheck shell=bash

if ! command -v xclip >/dev/null; then
    leave_out "the way upward: its figures are pasted (Debian: xclip)"
    return 0
fi

UPWARD=$WORK/upward
COUNTY=$UPWARD/county
CITY=$UPWARD/city
FIRST=$UPWARD/first/LZ-C1-A
SECOND=$UPWARD/second/LZ-C1-B
# What is sent to the county lands here, and its window watches it; the stick goes from the county to the city.
POST=$UPWARD/post
STICK=$UPWARD/stick
DUE=$(date -d '+40 days' +%F)
mkdir -p "$POST" "$STICK" "$UPWARD/bin"

# The desktop's file dialog belongs to no program: this stands for it, and answers what the person has in mind.
cat >"$UPWARD/bin/zenity" <<SH
#!/bin/sh
picked=\$(cat '$UPWARD/picked') || exit 1
rm '$UPWARD/picked'
case " \$* " in *' --save '*)
    while [ \$# -gt 0 ]; do
        [ "\$1" = --filename ] && picked=\$picked/\$2
        shift
    done ;;
esac
printf '%s\n' "\$picked"
SH
chmod 755 "$UPWARD/bin/zenity"
picks() { echo "$1" >"$UPWARD/picked"; }

# sits NAME : who sits before the window that is started next, on a machine whose only dialog is that one.
sits() { EXTRA_ENV=("USER=$1" "PATH=$UPWARD/bin:$PATH" "DBUS_SESSION_BUS_ADDRESS=unix:path=$UPWARD/no-bus"); }

# opens HOME ARGUMENTS… : starts the program and waits until it says itself that its window is drawn: what can be seen in
# the place of a new window is the one behind it at first.
opens() {
    launch "$@"
    find_window && until_true "$PATIENCE" grep -rqs "\[$APP_PID\] [a-z]*: drawn" "$1/.local" && settled
}

# shellcheck disable=SC2034 # WINDOW is read by find_window's kin
# turn_to PID WINDOW : takes up a window that stayed open.
turn_to() {
    APP_PID=$1 WINDOW=$2
    until_true "$PATIENCE" is_before_us "$WINDOW" && settled
}
is_before_us() {
    xdotool windowactivate "$1" 2>/dev/null
    [[ $(xdotool getactivewindow 2>/dev/null) == "$1" ]]
}

# clicks X Y : what a click does. The hand is there before, so that what lights up under it is not taken for that; and it
# clicks once: a second click would undo the first where the window is only slow.
clicks() {
    xdotool mousemove "$1" "$2"
    settled
    look_before
    xdotool click 1
    until_true "$PATIENCE" changed || { echo "nothing came of the click at $1 $2"; return 1; }
    settled
    xdotool mousemove 683 757
}

# a_file FOLDER PATTERN : the newest file there with such a name.
a_file() { find "$1" -maxdepth 1 -type f -name "$2" -printf '%T@ %p\n' 2>/dev/null | sort -n | sed -n '$s/^[^ ]* //p'; }
has_file() { [[ -n $(a_file "$1" "$2") ]]; }
has_files() { (($(find "$1" -maxdepth 1 -type f -name "$2" | wc -l) == $3)); }
inspected() { "$DUIBIAO_CLI" inspect "$1" --csv 2>/dev/null; }
tells() { inspected "$1" | grep -q -- "$2"; }
# digest_in FILE UNIT : the digest of a unit's return in a file that travels.
digest_in() { inspected "$1" | awk -F, -v unit="$2" '$2 == unit && $3 == "hospital" { print $9 }'; }
# stands WORKSPACE UNIT STATE : where the hospital's form stands, as `status` says.
stands() {
    [[ $("$DUIBIAO_CLI" --saves "$1" status --period "$YEAR" --csv 2>/dev/null |
        awk -F, -v unit="$2" '$1 == unit { print $5 }') == "$3" ]]
}
comes_to() { until_true "$PATIENCE" stands "$@" || { "$DUIBIAO_CLI" --saves "$1" status --period "$YEAR"; return 1; }; }
# total WORKSPACE UNIT WHAT : value, reported and expected of an element or indicator of a unit with all below it.
total() {
    "$DUIBIAO_CLI" --saves "$1" rollup --unit "$2" --period "$YEAR" --csv 2>/dev/null |
        awk -F, -v what="$3" '$1 == what { print $2 "," $6 "/" $7 }'
}
totals() {
    local is
    is=$(total "$1" "$2" "$3")
    echo "$3 of $2: $is"
    [[ $is == "$4" ]]
}
# receives WORKSPACE FILE OUTCOME : what taking a file in would come to, tried on a copy: the window has the workspace.
receives() {
    rm -rf "$UPWARD/copy"
    cp -r "$1" "$UPWARD/copy"
    rm -f "$UPWARD/copy"/.lock*
    "$DUIBIAO_CLI" --saves "$UPWARD/copy" receive "$2" --csv >"$UPWARD/received.csv" || true
    cat "$UPWARD/received.csv"
    awk -F, -v outcome="$3" 'NR > 1 && $5 != outcome { other = 1 } END { exit NR < 2 || other }' "$UPWARD/received.csv"
}
# is_listed : the list of what came has its button at the left; the empty screen has its own in the middle.
is_listed() { main_buttons | awk '$1 < 400 && $2 < 200 { found = 1 } END { exit !found }'; }
lists() { until_true "$PATIENCE" is_listed || { echo "nothing is listed"; return 1; }; }
is_settled_well() {
    local said
    said=$("$DUIBIAO_CLI" --saves "$1" doctor 2>&1) || true
    echo "$said"
    [[ $said != *.ron* ]]
}
is_clean() { "$DUIBIAO_CLI" --quiet --saves "$1" check --unit "$2" --period "$YEAR"; }
same_files() { [[ $(sha256sum <"$1") == "$(sha256sum <"$2")" ]]; }
kept_as_it_came() {
    local kept
    for kept in "$1"/inbox/*.duibiao; do
        same_files "$kept" "$2" && return 0
    done
    return 1
}

# set_up HOME FOLDER PACK SEARCH : opens a form pack on an empty home and says who one is.
set_up() {
    opens "$1" --saves "$2" "$3" && clicks 478 298 && after_change words "$4" && after_change keys Return && press_main_button
}

# fills ELEMENT=TEXT… : pasted as out of a spreadsheet, the names leading the figures.
fills() {
    printf '%s\n' "$@" | tr '=' '\t' | xclip -selection clipboard -in >/dev/null 2>&1
    after_change keys ctrl+v
}

# hands_in FOLDER COUNT : from the form to the file in the outbox.
hands_in() {
    after_change keys ctrl+9 && after_change keys Return && after_change keys Return &&
        until_true "$PATIENCE" has_files "$1/outbox" '*.duibiao' "$2"
}

# posts FILE… : puts files where the county finds them, all in one moment.
posts() {
    cp "$@" "$UPWARD/on-the-way/"
    mv "$UPWARD"/on-the-way/* "$POST/"
}
mkdir -p "$UPWARD/on-the-way"

# ---- the bureaus know their units; the county has filled in its own form -------------------------------------------
cat >"$UPWARD/units.csv" <<'CSV'
unit,name,kind,level,grade,ownership,parent
LZ-CITY,示例林州市卫生健康委员会,bureau,0,,municipal,
LZ-C1,示例河东县卫生健康局,bureau,0,,county,LZ-CITY
LZ-C1-A,示例河东县人民医院,general_hospital,2,A,county,LZ-C1
LZ-C1-B,示例河东县第二人民医院,general_hospital,2,B,county,LZ-C1
CSV
for bureau in "$CITY LZ-CITY 示例林州市卫生健康委员会 city" "$COUNTY LZ-C1 示例河东县卫生健康局 county"; do
    read -r folder code name area <<<"$bureau"
    "$DUIBIAO_CLI" --quiet init "$folder" --role bureau --unit "$code" --name "$name" --kind bureau --area "$area" \
        --plan hulunbuir-2024
    "$DUIBIAO_CLI" --quiet --saves "$folder" units import "$UPWARD/units.csv" 2>/dev/null
done
"$DUIBIAO_CLI" --quiet --saves "$COUNTY" set --unit LZ-C1 --form county_bureau --period "$YEAR" \
    pop_resident=180000 pop_key_groups=45000 >/dev/null
"$DUIBIAO_CLI" --quiet --saves "$COUNTY" submit --unit LZ-C1 --form county_bureau --period "$YEAR" \
    --out "$UPWARD/own.duibiao" >/dev/null

# ---- the county asks -------------------------------------------------------------------------------------------------
start_screen 1366x768
sits county
check "the county's window opens" -- opens "$UPWARD/home-county" --saves "$COUNTY"
COUNTY_PID=$APP_PID
STARTED+=("$COUNTY_PID")
COUNTY_WINDOW=$WINDOW
check "the register opens" -- after_change keys ctrl+7
check "what was asked opens beside it" -- clicks 260 79
check "a form pack is begun" -- clicks 1290 79
check "the day is typed" -- clicks 683 353
words "$DUE"
look 81-upward-form-pack
check "the pack is sent off" -- press_main_button
check "it lies in the outbox" -- until_true "$PATIENCE" has_file "$COUNTY/outbox" '*.duibiao'
PACK=$(a_file "$COUNTY/outbox" '*.duibiao')
check "it asks the hospitals for last year until that day" -- tells "$PACK" "LZ-C1,hospital,1,$YEAR,.*$DUE"
look 82-upward-asked
check "receiving opens" -- after_change keys ctrl+r
check "what folder to watch is asked" -- clicks 1305 77
picks "$POST"
check "the folder is chosen" -- clicks 1092 131
check "and remembered" -- until_true "$PATIENCE" grep -rqs "$POST" "$UPWARD/home-county"

# ---- the hospitals fill in and hand in -------------------------------------------------------------------------------
sits first
check "the first hospital opens the pack" -- set_up "$UPWARD/home-first" "$UPWARD/first" "$PACK" rmyy
check "its workspace knows what is asked, and until when" -- until_true "$PATIENCE" grep -qs "$DUE" "$FIRST/issued.ron"
look 83-upward-set-up
check "its form opens" -- after_change keys ctrl+2
check "beds are found" -- go_to beds_total
words 500
keys Return
words 520
keys Return
check "beds are kept" -- says "$FIRST" beds_by_hospital known,520 LZ-C1-A hospital
check "the rest comes out of a spreadsheet" -- fills hospital_grade=23 staff_health_total=810 staff_physicians=260 \
    staff_nurses=410 discharges=15500 surg_inpatient_total=4200 surg_grade3=900 surg_grade4=210 emr_level=4 \
    visits_all=320000 exp_total=21000 exp_personnel=8200
check "and is kept" -- says "$FIRST" exp_personnel known,8200 LZ-C1-A hospital
look 84-upward-first-filled
check "nothing stands in the way" -- until_true "$PATIENCE" is_clean "$FIRST" LZ-C1-A
check "it is handed in" -- hands_in "$FIRST" 1
check "and locked" -- comes_to "$FIRST" LZ-C1-A submitted
A1=$(a_file "$FIRST/outbox" '*.duibiao')
check "the file holds what was typed" -- grep -q 'Known("500")' "$A1"
look 85-upward-first-handed-in
check "the first hospital's window closes" -- close_window

sits second
check "the second hospital opens the pack" -- set_up "$UPWARD/home-second" "$UPWARD/second" "$PACK" ermyy
check "its workspace is there" -- until_true "$PATIENCE" grep -qs "$DUE" "$SECOND/issued.ron"
check "its form opens" -- after_change keys ctrl+2
check "it is filled in" -- fills hospital_grade=22 beds_total=200 beds_by_hospital=210 staff_health_total=330 \
    staff_physicians=90 staff_nurses=150 discharges=6100 surg_inpatient_total=1500 surg_grade3=210 surg_grade4=20 \
    emr_level=3 visits_all=98000 exp_total=8000 exp_personnel=3100
check "its figures are kept" -- says "$SECOND" exp_personnel known,3100 LZ-C1-B hospital
check "it is handed in too" -- hands_in "$SECOND" 1
B1=$(a_file "$SECOND/outbox" '*.duibiao')
check "the second hospital's window closes" -- close_window

# ---- the county receives, and sends one back -------------------------------------------------------------------------
posts "$A1" "$B1"
check "the county's window is taken up again" -- turn_to "$COUNTY_PID" "$COUNTY_WINDOW"
check "what came is listed by itself" -- lists
look 86-upward-arrived
check "and nothing is written yet" -- stands "$COUNTY" LZ-C1-A missing
check "all of it is taken in" -- press_main_button
check "the first is received" -- comes_to "$COUNTY" LZ-C1-A received
check "the second is received" -- comes_to "$COUNTY" LZ-C1-B received
DIGEST_A1=$(digest_in "$A1" LZ-C1-A)
check "with the digest it was handed in with" -- grep -qF "$DIGEST_A1" "$COUNTY/returns/$YEAR/hospital/LZ-C1-A.ron"
check "the file is kept as it came" -- kept_as_it_came "$COUNTY" "$A1"
check "the beds add up" -- totals "$COUNTY" LZ-C1 beds_total 700,2/2
# Else what comes next is told beside this list, not in its place.
check "the list is put away" -- clicks 1311 150
check "what waits for review opens" -- after_change keys ctrl+9
check "the first hospital's return is looked at" -- clicks 230 250
look 87-upward-review
check "sending back asks why" -- clicks 746 233
words 'please see the beds'
keys Tab
check "the cell is searched for" -- after_change words beds_total
check "it is taken" -- after_change keys Return
words 'counted twice?'
look 88-upward-why
check "it is sent back" -- press_main_button
check "the county has it as sent back" -- comes_to "$COUNTY" LZ-C1-A sent_back
check "what was sent back is counted no more" -- totals "$COUNTY" LZ-C1 beds_total 200,1/2
check "a file says so" -- until_true "$PATIENCE" has_file "$COUNTY/outbox" '退回*'
BACK=$(a_file "$COUNTY/outbox" '退回*')
check "it means what was handed in" -- tells "$BACK" "LZ-C1-A,hospital,.*wrong_figure,.*$DIGEST_A1"
check "the remark is in it" -- grep -q 'counted twice?' "$BACK"

# ---- the hospital corrects -------------------------------------------------------------------------------------------
sits first
check "the file opens the hospital's own workspace" -- opens "$UPWARD/home-first" "$BACK"
check "it is listed" -- lists
look 89-upward-came-back
check "it is taken in" -- press_main_button
check "the return is open again" -- comes_to "$FIRST" LZ-C1-A sent_back
look 90-upward-at-the-remark
# The cell that was remarked on is at hand.
words 450
keys Return
check "the beds are corrected" -- says "$FIRST" beds_total known,450 LZ-C1-A hospital
check "it is handed in again" -- hands_in "$FIRST" 2
A2=$(a_file "$FIRST/outbox" '*.duibiao')
check "as a child of the first" -- tells "$A2" ",$DIGEST_A1,$DIGEST_A1 "
check "the window closes" -- close_window

# ---- the county gets the correction, adds up, hands on ---------------------------------------------------------------
check "it would be an update" -- receives "$COUNTY" "$A2" update
posts "$A2"
check "the county's window is taken up once more" -- turn_to "$COUNTY_PID" "$COUNTY_WINDOW"
after_change keys ctrl+r || true
check "the correction is listed by itself" -- lists
look 91-upward-correction
check "it is taken in" -- press_main_button
check "the county has it" -- comes_to "$COUNTY" LZ-C1-A received
check "with the corrected beds" -- says "$COUNTY" beds_total known,450 LZ-C1-A hospital
check "its return stands as received again" -- after_change keys ctrl+9
look 91a-upward-received-again
check "once more it would be a duplicate" -- receives "$COUNTY" "$A2" duplicate
check "what was sent first is superseded by it" -- receives "$COUNTY" "$A1" superseded
# The first file once more, opened with the program as by a double click: it goes to the window that is open.
handed_over_to_the_window() {
    launch "$UPWARD/home-county" "$A1"
    until_true "$PATIENCE" is_gone "$APP_PID" && wait "$APP_PID"
}
look_before
check "a second start hands its file to the window and ends well" -- handed_over_to_the_window
check "the window shows it" -- until_true "$PATIENCE" changed
check "the county's window is taken up after it" -- turn_to "$COUNTY_PID" "$COUNTY_WINDOW"
look 91b-upward-handed-to-the-window
check "the roll-up opens" -- clicks 56 457
look 92-upward-reported
check "both hospitals are counted" -- totals "$COUNTY" LZ-C1 beds_total 650,2/2
check "the ratio comes from the sums (650 of 180 000)" -- totals "$COUNTY" LZ-C1 beds_per_1000 3.6111111111111111111111111111,2/2
check "the table opens" -- clicks 250 115
look 93-upward-table
check "handing up asks" -- press_main_button
settled
look 94-upward-hand-up
picks "$STICK"
check "it is saved" -- press_main_button
check "on the stick" -- until_true "$PATIENCE" has_file "$STICK" '*.duibiao'
STATEMENT=$(a_file "$STICK" '*.duibiao')
members_are() { [[ $(digest_in "$STATEMENT" LZ-C1-A) == "$(digest_in "$A2" LZ-C1-A)" && $(digest_in "$STATEMENT" LZ-C1-B) == "$(digest_in "$B1" LZ-C1-B)" ]]; }
check "its members are what the hospitals handed in" -- members_are
look 95-upward-handed-up
check "the county's window closes" -- close_window

# ---- the city receives the county's file -----------------------------------------------------------------------------
sits city
check "the city's window opens" -- opens "$UPWARD/home-city" --saves "$CITY"
check "receiving opens" -- after_change keys ctrl+r
picks "$STATEMENT"
check "a file is chosen" -- press_main_button
check "what is in it is listed" -- lists
look 96-upward-at-the-city
check "all of it is taken in" -- press_main_button
check "the city has the first hospital" -- comes_to "$CITY" LZ-C1-A received
check "and the second" -- comes_to "$CITY" LZ-C1-B received
check "the county's statement is looked at" -- clicks 600 292
check "and counted again from the returns" -- clicks 1132 374
look 97-upward-statement
rolled_up() { "$DUIBIAO_CLI" --saves "$1" rollup --unit LZ-C1 --period "$YEAR" --csv 2>/dev/null; }
same_totals() { diff <(rolled_up "$COUNTY") <(rolled_up "$CITY"); }
check "every total of the county is the same at both" -- same_totals
# The hand-over names every member with its digest; how far it has come, and in how many steps, each desk says for itself.
handed_over() {
    "$DUIBIAO_CLI" --quiet --saves "$1" rollup --unit LZ-C1 --period "$YEAR" --hand-over "$2" >/dev/null &&
        grep -vE '"(revision|status)"' "$2/rollup.json"
}
same_members() { diff <(handed_over "$COUNTY" "$UPWARD/over-1") <(handed_over "$CITY" "$UPWARD/over-2"); }
check "and every member, by its digest" -- same_members
check "the city counts the corrected beds" -- totals "$CITY" LZ-CITY beds_total 650,2/2
check "and the county's people" -- totals "$CITY" LZ-CITY pop_resident 180000,1/1
check "once more everything would be a duplicate" -- receives "$CITY" "$STATEMENT" duplicate
check "the city's roll-up opens" -- clicks 56 457
look 98-upward-city
check "its table opens" -- clicks 250 115
look 99-upward-city-table
check "the city's window closes" -- close_window
for folder in "$FIRST" "$SECOND" "$COUNTY" "$CITY"; do
    check "nothing is damaged in ${folder##*/}" -- is_settled_well "$folder"
done
# shellcheck disable=SC2034 # read by `launch`
EXTRA_ENV=()
stop_screen
