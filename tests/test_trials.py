"""The trials that run for hours by hand, for a little while: kills, damaged files, several writers."""

from __future__ import annotations

import subprocess
import sys

import pytest
from material import ROOT


@pytest.mark.parametrize("name", ["kills", "mutation", "writers"])
def test_a_short_trial_with_a_fixed_seed_finds_nothing(name: str):
    command = [sys.executable, str(ROOT / "tests" / "trials" / f"{name}.py"), "--seconds", "15", "--seed", "1"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)

    assert done.returncode == 0, (done.stdout + done.stderr).decode("utf-8", "replace")
    assert f"{name}: ".encode() in done.stdout
