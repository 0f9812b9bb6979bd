"""Loading yearly files: the kit's loader beside what else reads YAML, in one run.

    python benchmarks/loading.py [FILES]

Writes FILES (default 10,000) copies of a sample's figures under invented names into a temporary
folder, loads every one through `Store`, and reads a part of them with PyYAML's two safe loaders and
with ruamel.yaml.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import yaml
from machine import machine, seconds
from ruamel.yaml import YAML

from govreport.store import Store

SAMPLE = Path(__file__).parent.parent / "params" / "jiangsu" / "suqian" / "2024.yaml"
PART = 40
RUNS = 5


def main() -> None:
    """Measure and print a table."""
    files = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with TemporaryDirectory() as folder:
        params = Path(folder)
        years = range(2000, 2010)
        text = SAMPLE.read_text(encoding="utf-8")
        for number in range(files // len(years)):
            name = f"示例{number}局"
            home = params / f"agency{number}"
            home.mkdir()
            for year in years:
                content = text.replace("宿迁市人民政府", name).replace("year: 2024", f"year: {year}")
                (home / f"{year}.yaml").write_text(content, encoding="utf-8")
        store = Store(params)
        started = perf_counter()
        loaded = sum(store.load(agency, year).year in years for agency in store.agencies for year in years)
        whole = perf_counter() - started
        started = perf_counter()
        rows = len(store.counts())
        counted = perf_counter() - started
        paths = sorted(params.rglob("*.yaml"))[:PART]
        texts = [path.read_text(encoding="utf-8") for path in paths]
        each = {
            "`Store.load` (parsed, checked, a report)": seconds(
                lambda: [store.load(path.parent.name, int(path.stem)) for path in paths], RUNS
            ),
            "`yaml.load(…, CSafeLoader)`": seconds(lambda: [yaml.load(text, yaml.CSafeLoader) for text in texts], RUNS),
            "`yaml.safe_load`": seconds(lambda: [yaml.safe_load(text) for text in texts], RUNS),
            "ruamel.yaml, round trip": seconds(lambda: [YAML().load(text) for text in texts], RUNS),
        }
    base = next(iter(each.values()))
    print(machine())
    print(f"\n{loaded} files loaded in {whole:.1f} s; as counts(), {rows} lines, in {counted:.1f} s\n")
    print("| reading one file | ms | beside `Store.load` |\n|---|---|---|")
    for name, taken in each.items():
        print(f"| {name} | {taken / PART * 1000:.2f} | {taken / base:.1f} |")


if __name__ == "__main__":
    main()
