"""Another person at the form, in a process of their own: does what the lines of its input say, and answers each.

`{"enter": {path: text}}` types, `{"save": true}` saves; the end of the input closes the form.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from material import AGENCY


class Colleague:
    """The person, as a test sets them to work."""

    def __init__(self, params: Path, by: str, agency: str = AGENCY, year: int = 2023) -> None:
        command = [sys.executable, __file__, str(params), agency, str(year), by]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, encoding="utf-8")
        self.session = self._answer()

    def does(self, **what: Any) -> None:
        """Have them do something, and wait until it is done."""
        print(json.dumps(what), file=self.process.stdin, flush=True)
        self._answer()

    def closes(self) -> None:
        """Have them close the form."""
        self.process.communicate(timeout=30)

    def is_killed(self) -> None:
        """End them as a power cut would."""
        self.process.kill()
        self.process.communicate(timeout=30)

    def _answer(self) -> str:
        answer = self.process.stdout.readline().strip()
        assert answer, "the colleague's process ended"
        return answer


def work(params: str, agency: str, year: str, by: str) -> None:
    from govreport.entry.session import Session
    from govreport.store import Store

    session = Session(Store(params), agency, int(year), lambda _: None, by)
    sys.stdout.write(f"{session.id}\n")
    sys.stdout.flush()
    for line in sys.stdin:
        what = json.loads(line)
        if "enter" in what:
            session.sheet.enter(what["enter"])
            session.keep(by)
            while not Store(params).drafts(agency, int(year)).path(session.id).exists():
                time.sleep(0.02)
        else:
            session.save(by)
        sys.stdout.write("done\n")
        sys.stdout.flush()
    session.close()


if __name__ == "__main__":
    work(*sys.argv[1:])
