"""Which of the random scenarios are tried: a sixth of them, as the commit will have it; in a soak
all of them.

A share is a fixed list of seeds, so it comes out the same wherever it is tried. `make soak` (or
`SOAK=1`) tries every share; `SHARE=2` this one, to see a failure again (`SOAK=1 SHARE=2` one that
a soak has found, which tries more of each).
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
