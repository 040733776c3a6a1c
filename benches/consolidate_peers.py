#!/usr/bin/env python3
"""The peers of `benches/consolidate.sh`: the same figures read and added up with openpyxl, pandas with calamine, DuckDB.

    consolidate_peers.py openpyxl|pandas|duckdb DIR      prints the seconds it took and a sum to compare

Each runs in a process of its own; importing is not counted. None of them checks a digest, a lineage or a rule.
"""

import sys
import time
from decimal import Decimal
from pathlib import Path

peer, folder = sys.argv[1], Path(sys.argv[2])

if peer == "openpyxl":
    import openpyxl

    began = time.perf_counter()
    totals = {}
    for path in sorted((folder / "xlsx").glob("*.xlsx")):
        rows = openpyxl.load_workbook(path, read_only=True).active.iter_rows(min_row=2, values_only=True)
        for _, element, value in rows:
            totals[element] = totals.get(element, 0) + value
elif peer == "pandas":
    import pandas

    began = time.perf_counter()
    read = [pandas.read_excel(path, engine="calamine") for path in sorted((folder / "xlsx").glob("*.xlsx"))]
    totals = pandas.concat(read).groupby("element")["value"].sum().to_dict()
else:
    import duckdb

    began = time.perf_counter()
    rows = duckdb.sql(
        f"""select element, sum(value) from read_json('{folder}/json/*.json',
        columns = {{unit: 'varchar', element: 'varchar', value: 'decimal(28,2)'}}) group by element"""
    ).fetchall()
    totals = dict(rows)

seconds = time.perf_counter() - began
assert len(totals) == 200, f"{len(totals)} elements"
total = sum(Decimal(str(round(value, 2))) for value in totals.values())
print(f"{seconds:.3f} {total:.2f}")
