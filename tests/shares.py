"""Which of the random scenarios are tried: a sixth of them, as the commit will have it; in a soak
all of them.

A share is a fixed list of seeds. `make soak` (or `SOAK=1`) tries every share; `SHARE=2` this one
(`SOAK=1 SHARE=2` tries more of it). Hypothesis also tries constants of the modules that are loaded
so far, so a seed alone may not bring a failure back: the line `@reproduce_failure` that is printed
with it does, put above the test.
"""

import os
import subprocess
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TypeVar

Case = TypeVar("Case")
SHARES = 6
SOAK = os.environ.get("SOAK") == "1"


@cache
def chosen() -> tuple[int, ...]:
    """The numbers of the shares that are tried."""
    share = os.environ.get("SHARE")
    if SOAK and not share:
        return tuple(range(SHARES))
    return (int(share or commit(), 16) % SHARES,)


@cache
def commit() -> str:
    """The commit that is tested, in hexadecimal digits; of no repository, zero."""
    command = ["git", "rev-parse", "HEAD"]
    asked = subprocess.run(
        command, cwd=Path(__file__).parent, capture_output=True, text=True, check=False
    )
    return asked.stdout.strip() if asked.returncode == 0 else "0"


def share_of(cases: Sequence[Case]) -> list[Case]:
    """Those of the seeds, or other cases, that belong to the chosen shares: every sixth."""
    return [case for n, case in enumerate(cases) if n % SHARES in chosen()]
