"""The command line: `windtunnel run | check | compare | report | test | quotas | schema | bench`.

Exit status: 0 done, 1 the run stopped at a limit (what there is, is written and marked) or a goal
is broken, 2 the scenario or the arguments are invalid (`{"checks": [...]}` on standard error), 3 a
fault of ours, 130 interrupted.
"""

from simcore.cli.main import main

__all__ = ["main"]
