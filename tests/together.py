"""Which tests go to one worker of pytest-xdist, one after the other.

Its own marks for that (`xdist_group`) do nothing under pytest 9.2, whose node ids it cannot alter.
"""

from xdist.scheduler import LoadScopeScheduling

GROUPS = {
    "one build for all": ["tests/determinism/test_build.py"],
    "a server needs its time": [
        "tests/visualizer/test_forks.py",
        "tests/visualizer/test_kills.py",
        "tests/visualizer/test_large_messages.py",
        "tests/visualizer/test_live.py",
        "tests/visualizer/test_preview_bounds.py",
        "tests/visualizer/test_previews.py",
        "tests/visualizer/test_start.py",
    ],
}
GROUP_OF = {file: group for group, files in GROUPS.items() for file in files}


class Together(LoadScopeScheduling):
    """The groups first, as they are the largest; then test by test to who is free."""

    def _split_scope(self, nodeid: str) -> str:
        return GROUP_OF.get(nodeid.partition("::")[0], nodeid)
