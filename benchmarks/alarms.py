"""False alarms: how many findings the rules on texts give over the published reports of the corpus.

    python benchmarks/alarms.py

The corpus lies beside the project (`shared/corpus`); each finding was judged by hand in `tests/test_corpus_texts.py`.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from test_corpus_texts import SOURCES, tally


def main() -> None:
    """Count and print a table."""
    print(f"{len({source.parent for source in SOURCES})} reports\n")
    print("| rule | findings | doubtful | false |\n|---|---|---|---|")
    for rule, findings, doubtful, false in tally():
        print(f"| {rule} | {findings} | {doubtful} | {false} |")


if __name__ == "__main__":
    main()
