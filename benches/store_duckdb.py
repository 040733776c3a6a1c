#!/usr/bin/env python3
"""DuckDB over Parquet on the figures of `cargo bench --bench store`.

    STORE_BENCH_KEEP=/tmp/large cargo bench --bench store      # leaves figures.csv there
    python3 -m venv /tmp/duck && /tmp/duck/bin/pip install duckdb
    /tmp/duck/bin/python benches/store_duckdb.py /tmp/large

Reads every figure into memory, as opening a workspace does, and sums by element. The import of duckdb is not counted.
"""

import statistics
import sys
import time
from pathlib import Path

import duckdb

folder = Path(sys.argv[1])
parquet = folder / "figures.parquet"
if not parquet.exists():
    duckdb.sql(
        f"copy (select * from read_csv('{folder / 'figures.csv'}', all_varchar=true)) to '{parquet}' (format parquet)"
    )


def forget() -> bool:
    try:
        Path("/proc/sys/vm/drop_caches").write_text("3")
        return True
    except OSError:
        return False


for name, is_cold in [("cold", True), ("warm", False)]:
    reads, sums = [], []
    for _ in range(5):
        if is_cold and not forget():
            break
        with duckdb.connect() as db:
            began = time.perf_counter()
            db.execute(f"create table t as select * from '{parquet}'")
            reads.append(time.perf_counter() - began)
            began = time.perf_counter()
            db.execute("select element, sum(try_cast(value as decimal(28,8))) from t group by element").fetchall()
            sums.append(time.perf_counter() - began)
    if reads:
        print(
            f"{name}: every figure read {statistics.median(reads) * 1000:.1f} ms, "
            f"summed by element {statistics.median(sums) * 1000:.1f} ms (medians of {len(reads)})"
        )
