#!/usr/bin/env bash
# Taking in the returns of a city: ours (digest, validation, lineage, checks, totals) beside openpyxl, pandas with
# calamine and DuckDB's read_json, which only read and add up. The same figures, one run, each in its own process.
#
#   benches/consolidate.sh [COUNT…]      1000 and 10000 returns of 200 cells unless said otherwise
#
# Needs Python with venv and its package index; the files lie in the folder for temp files (TMPDIR names another).
set -euo pipefail
cd "$(dirname "$0")/.."
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/duibiao/target}
COUNTS=("${@:-1000}")
(($#)) || COUNTS=(1000 10000)
# PROFILE=dev tries the script without a release build; its figures mean nothing.
PROFILE=${PROFILE:-bench}

WORK=$(mktemp -d "${TMPDIR:-/tmp}/duibiao-consolidate.XXXXXX")
trap 'rm -rf "$WORK"' EXIT
python3 -m venv "$WORK/venv"
"$WORK/venv/bin/pip" install -q openpyxl pandas python-calamine duckdb
ours() { cargo bench --quiet --locked --profile "$PROFILE" --bench consolidate -- "$@"; }

declare -A SECONDS_OF=()
for count in "${COUNTS[@]}"; do
    folder=$WORK/$count
    mkdir "$folder"
    ours make "$folder" "$count"
    said=$(ours run "$folder")
    echo "$said"
    SECONDS_OF[ours]=$(sed -n 's/^ours seconds //p' <<<"$said")
    sums=()
    for peer in openpyxl pandas duckdb; do
        read -r seconds sum < <("$WORK/venv/bin/python" benches/consolidate_peers.py "$peer" "$folder")
        SECONDS_OF[$peer]=$seconds
        sums+=("$sum")
    done
    # What is added up is the same everywhere; ours is compared with the figures themselves.
    [[ ${sums[0]} == "${sums[1]}" && ${sums[1]} == "${sums[2]}" ]] || { echo "the peers differ: ${sums[*]}"; exit 1; }
    printf '\n%s returns of 200 cells\n' "$count"
    for who in ours openpyxl pandas duckdb; do
        awk -v who="$who" -v seconds="${SECONDS_OF[$who]}" -v ours="${SECONDS_OF[ours]}" \
            'BEGIN { printf "  %-10s %9.3f s   %6.1f × ours\n", who, seconds, seconds / ours }'
    done
    awk -v ours="${SECONDS_OF[ours]}" -v count="$count" 'BEGIN { printf "  %.3f ms a return\n\n", ours * 1000 / count }'
done
echo "goals: openpyxl at least 40 ×, pandas 6 ×, DuckDB 1 ×; 10,000 at most 11 × the time of 1,000; memory at most 300 MiB"
