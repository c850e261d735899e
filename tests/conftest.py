"""What all tests share."""

import gc
import os
import signal

import pytest
from hypothesis import settings

from tests import shares

# Tests look into the modules as they are written, whether or not `make fast` has been here. Those
# of the compiled build are in tests/determinism/test_build.py.
os.environ["WINDTUNNEL_PURE"] = "1"

# What is imported and collected stays, so the collector need not go through it again and again;
# and a model that a test runs without the recorder makes many tuples and few cycles.
gc.set_threshold(50_000, 20, 100)

# No test is timed: how long an example takes says more about the machine than about the code.
# What fails is printed with a line by which it is had again.
settings.register_profile("untimed", deadline=None, print_blob=True)
settings.register_profile("soak", deadline=None, print_blob=True, max_examples=500)
settings.load_profile("soak" if shares.SOAK else "untimed")

# Tests press Ctrl-C in processes of their own. Where the tests themselves were started in the
# background, those would inherit that it is ignored.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """With `--dist loadgroup`."""
    if config.getvalue("dist") != "loadgroup":
        return None
    from tests.together import Together

    return Together(config, log)


def pytest_report_header():
    return f"random scenarios: share {', '.join(map(str, shares.chosen()))} of {shares.SHARES}"


def pytest_collection_finish():
    gc.collect()
    gc.freeze()
