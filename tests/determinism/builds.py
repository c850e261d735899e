"""Processes that would take a build."""

import os
import subprocess
import sys

from tests.determinism.conftest import ROOT


def python(*arguments, folder, check=True, **variables):
    """Run it in a process that would take the build in the folder."""
    environment = {**os.environ, "WINDTUNNEL_PURE": "", "WINDTUNNEL_FAST": str(folder), **variables}
    command = [sys.executable, "-m", *map(str, arguments)]
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, check=check, timeout=900
    )
