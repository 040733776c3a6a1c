# Part `calc`: a block copied in LibreOffice Calc and pasted into the grid; both are real windows on one screen.
# shellcheck shell=bash

# calc_window : the window of the spreadsheet, once it shows the file.
calc_window() { xdotool search --onlyvisible --name 'figures\.ods' 2>/dev/null | head -n 1; }
has_calc_window() { [[ -n $(calc_window) ]]; }

# on_calc KEYS… : presses keys in the spreadsheet.
on_calc() {
    local window
    window=$(calc_window)
    xdotool windowactivate --sync "$window" 2>/dev/null || true
    until_true "$PATIENCE" has_focus "$window" || return 1
    keys "$@"
}
has_focus() { [[ $(xdotool getactivewindow 2>/dev/null) == "$1" ]]; }

# on_clipboard START : whether what was copied begins so; the owner answers, so this also waits for it.
on_clipboard() { [[ $(timeout 5 xclip -selection clipboard -o -t UTF8_STRING 2>/dev/null) == "$1"* ]]; }

# copied_there START KEYS… : selects and copies in the spreadsheet, again if it was not listening yet.
copied_there() {
    local start=$1 try
    shift
    for try in 1 2 3; do
        on_calc Escape ctrl+Home "$@" ctrl+c
        until_true 5 on_clipboard "$start" && return 0
        echo "not copied at try $try"
    done
    return 1
}

# shellcheck disable=SC2153 # set by find_window
# back_here : gives the program's window the keys again.
back_here() {
    xdotool windowactivate --sync "$WINDOW" 2>/dev/null || true
    until_true "$PATIENCE" has_focus "$WINDOW" && settled
}

# figures_file FOLDER : a spreadsheet as clerks keep them: a title, a head with last year and this, units, a total.
figures_file() {
    local profile="-env:UserInstallation=file://$1/profile"
    mkdir -p "$1/profile/user"
    # No tip of the day and no welcome over the table.
    cat >"$1/profile/user/registrymodifications.xcu" <<'XCU'
<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Common/Misc"><prop oor:name="ShowTipOfTheDay" oor:op="fuse"><value>false</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Misc"><prop oor:name="FirstRun" oor:op="fuse"><value>false</value></prop></item>
<item oor:path="/org.openoffice.Setup/Office"><prop oor:name="ooSetupInstCompleted" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Setup/Product"><prop oor:name="ooSetupLastVersion" oor:op="fuse"><value>99.9</value></prop></item>
</oor:items>
XCU
    cat >"$1/figures.csv" <<CSV
序号,指标,单位,$((YEAR - 1))年,${YEAR}年
1,综合医院中医床位数,张,85,102
2,"其中：
重症监护床位数",张,79,96
,,,,
3,负压病房床位数,张,25,不适用：未设负压病房
4,注册护士数,人,967,1042
CSV
    # With a new profile the program ends with 81 and wants to be started again.
    local try
    for try in 1 2 3; do
        HOME=$1 timeout 60 "$CALC" "$profile" --headless --convert-to ods --infilter=CSV:44,34,UTF8 --outdir "$1" \
            "$1/figures.csv" >"$WORK/calc.log" 2>&1 || echo "try $try ended with $?" >>"$WORK/calc.log"
        [[ -s $1/figures.ods ]] && break
    done
    [[ -s $1/figures.ods ]] || { cat "$WORK/calc.log"; return 1; }
}

calc_part() {
    CALC=$(dirname "$(readlink -f "$(command -v soffice)")")/soffice.bin
    local sheets=$WORK/sheets demo=$WORK/calc-demo
    start_screen 1366x768
    check "a spreadsheet is made" -- figures_file "$sheets"
    HOME=$sheets SAL_USE_VCLPLUGIN=gen SAL_DISABLE_OPENCL=1 "$CALC" "-env:UserInstallation=file://$sheets/profile" \
        --norestore --nologo --nolockcheck "$sheets/figures.ods" >>"$WORK/calc.log" 2>&1 &
    CALC_PID=$!
    STARTED+=("$CALC_PID")
    "$DUIBIAO_CLI" --quiet demo "$demo" >/dev/null
    launch "$WORK/home-calc" --saves "$demo"
    check "the program opens" -- find_window
    after_change keys ctrl+2 || true
    check "the spreadsheet opens" -- until_true 60 has_calc_window
    look 61-calc

    check "its whole table is copied" -- copied_there 序号 ctrl+shift+End
    back_here
    check "a cell is found by search" -- go_to emr_level
    after_change keys ctrl+v || true
    look 62-calc-pasted
    check "names lead each figure to its row" -- says "$demo" beds_tcm_general_hosp known,102
    check "a name with a line end in it is read" -- says "$demo" beds_icu known,96
    check "nurses are in this year's figures" -- says "$demo" staff_nurses known,1042
    check "a reason is read" -- says "$demo" n_negative_pressure_beds not_applicable,
    check "the cell at hand is left alone" -- says "$demo" emr_level blank,

    # A column without names goes down from the cell; over figures it is looked at first.
    check "a column is copied" -- copied_there 102 Right Right Right Right Down shift+Down shift+Down
    back_here
    check "the first of the column is found" -- go_to beds_tcm_general_hosp
    keys Delete
    words 7
    keys Return
    check "a figure stands there" -- says "$demo" beds_tcm_general_hosp known,7
    check "the first is found again" -- go_to beds_tcm_general_hosp
    after_change keys ctrl+v || true
    look 63-calc-looked-at
    check "nothing is overwritten unseen" -- says "$demo" beds_tcm_general_hosp known,7
    # Enter right behind a paste confirms nothing.
    pause 0.6
    after_change keys Return || true
    check "Enter writes it" -- says "$demo" beds_tcm_general_hosp known,102
    after_change keys ctrl+z || true
    check "it is one step back" -- says "$demo" beds_tcm_general_hosp known,7
    check "the window closes" -- close_window
    check "what was pasted is in the file" -- grep -q 'Known("1042")' "$demo/returns/$YEAR/hospital/SL-H1.ron"
    kill "$CALC_PID" 2>/dev/null || true
    wait "$CALC_PID" 2>/dev/null || true
    stop_screen
}

if command -v soffice >/dev/null && command -v xclip >/dev/null; then
    calc_part
else
    leave_out "the paste from LibreOffice Calc: it needs soffice and xclip (Debian: libreoffice-calc xclip)"
fi
