"""`windtunnel bench`: the benchmarks lie in the source tree, beside the package."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import simcore
from simcore.cli.arguments import BadArguments

__all__ = ["measure"]

ROOT = Path(simcore.__file__).resolve().parents[1]


def measure(*, as_json: bool) -> int:
    """Run them in a process of their own, so that what this one has loaded does not count."""
    if not (ROOT / "benchmarks" / "__main__.py").is_file():
        raise BadArguments("the benchmarks come with the source code only", "git clone, make setup")
    command = [sys.executable, "-m", "benchmarks", *(["--json"] if as_json else [])]
    return 3 if subprocess.run(command, cwd=ROOT, check=False).returncode else 0
