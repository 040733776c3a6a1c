# Counting checks, and reading a workspace from outside. Sourced by walk.sh.
# shellcheck shell=bash

PASSED=0
FAILED=0
LEFT_OUT=()

YEAR=$(($(date +%Y) - 1))

# check WORDS… -- COMMAND… : runs a command and counts what became of it; the walk goes on either way.
check() {
    local name=()
    while [[ $1 != -- ]]; do
        name+=("$1")
        shift
    done
    shift
    if "$@" >"$WORK/check.log" 2>&1; then
        PASSED=$((PASSED + 1))
        echo "  ok      ${name[*]}"
    else
        FAILED=$((FAILED + 1))
        echo "  FAILED  ${name[*]}"
        sed 's/^/          /' "$WORK/check.log"
        if [[ -n ${APP_PID:-} ]] && is_gone "$APP_PID"; then
            echo "          the program has ended; it said:"
            tail -n 5 "$WORK/app.log" | sed 's/^/          /'
        fi
        import -window root "$SHOTS/failed-$FAILED.png" 2>/dev/null || true
    fi
}

# look NAME : keeps a picture and counts that it is not blank.
look() { check "picture $1 is not blank" -- shot "$1"; }

leave_out() {
    LEFT_OUT+=("$1")
    echo "  LEFT OUT: $1"
}

# cell WORKSPACE ELEMENT [UNIT FORM] : `state,value` of a cell of the hospital's form for the last year.
cell() {
    "$DUIBIAO_CLI" --saves "$1" get --unit "${3:-SL-H1}" --form "${4:-hospital}" --period "$YEAR" --csv 2>/dev/null |
        awk -F, -v element="$2" '$1 == element { print $2 "," $3; exit }'
}

holds() { [[ $(cell "$1" "$2" "${4:-}" "${5:-}") == "$3" ]]; }

# says WORKSPACE ELEMENT STATE,VALUE : waits until the figure can be read there.
says() { until_true "$PATIENCE" holds "$@" || { echo "$2 is $(cell "$1" "$2"), not $3"; return 1; }; }

# newest WORKSPACE UNIT INDICATOR : `period value` of the newest actual point of a trend, to two decimals.
newest() {
    "$DUIBIAO_CLI" --saves "$1" trend --unit "$2" --indicator "$3" --csv 2>/dev/null |
        awk -F, '$2 == "actual" { last = $1; value = $3 } END { printf "%s %.2f\n", last, value }'
}

# sums FOLDER : one line for each file with its digest; the lock is not a record.
sums() { (cd "$1" && find . -type f ! -name '.lock*' -print0 | sort -z | xargs -0 sha256sum); }

# differs NAME OTHER : two kept pictures show different things.
differs() { (($(pixels_apart "$1" "$2") > 200)); }

# doctor_says WORKSPACE PATTERN
doctor_says() {
    local said
    said=$("$DUIBIAO_CLI" --saves "$1" doctor 2>&1) || true
    echo "$said"
    grep -q -- "$2" <<<"$said"
}

# undamaged WORKSPACE : the doctor names no file.
undamaged() {
    local said
    said=$("$DUIBIAO_CLI" --saves "$1" doctor 2>&1) || true
    echo "$said"
    [[ $said == *SL-* && $said != *.ron* ]]
}
