"""A batch beside a loop of the stock commands on the same notebook, in one run.

    python benchmarks/batch.py [AGENCIES]

Renders AGENCIES (default 6) copies of a sample under invented names three times: `govreport batch`,
and for each of them in turn `papermill … -p agency …` followed by `jupyter nbconvert --to html`.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from machine import machine, seconds

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "params" / "jiangsu" / "suqian"
RUNS = 3


def main() -> None:
    """Measure and print a table."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 6
    agencies = [f"agency{number}" for number in range(count)]
    with TemporaryDirectory() as folder:
        project = Path(folder)
        shutil.copytree(ROOT / "notebooks", project / "notebooks")
        for agency in agencies:
            for source in SAMPLE.glob("*.yaml"):
                text = source.read_text(encoding="utf-8").replace("宿迁市人民政府", f"示例{agency}")
                path = project / "params" / agency / source.name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")

        def batch() -> None:
            _run(project, "govreport", "batch", "2024")

        def loop() -> None:
            for agency in agencies:
                done = f"{agency}.ipynb"
                _run(project, "papermill", "notebooks/report.ipynb", done, "-p", "agency", agency, "-p", "year", "2024")
                _run(project, "nbconvert", "--to", "html", done)

        batched, looped = seconds(batch, RUNS) / count, seconds(loop, RUNS) / count
        sizes = [
            next(project.glob(pattern)).stat().st_size / 1e6
            for pattern in ("outputs/2024/agency0.html", "agency0.html")
        ]
    print(machine())
    print(f"\n{count} reports, medians of {RUNS} runs\n")
    print("| way | s a report | beside `govreport batch` | MB a report |\n|---|---|---|---|")
    print(f"| `govreport batch` | {batched:.2f} | 1.0 | {sizes[0]:.2f} |")
    print(f"| `papermill` and `jupyter nbconvert` in a loop | {looped:.2f} | {looped / batched:.1f} | {sizes[1]:.2f} |")


def _run(folder: Path, module: str, *words: str) -> None:
    subprocess.run(
        [sys.executable, "-m", module, *words],
        cwd=folder,
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


if __name__ == "__main__":
    main()
