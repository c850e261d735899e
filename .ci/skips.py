"""Fail when a test that could have run was skipped, or when a report is missing.

usage: skips.py REPORT.xml ...   (reports in JUnit's format)
"""

import sys
from pathlib import Path
from xml.etree import ElementTree

# A skip whose reason begins with one of these is in order everywhere.
ALLOWED = ("only on ",)


def skipped(report: Path) -> list[str]:
    """Name and reason of each test in the report that was skipped without leave."""
    return [
        f"{case.get('classname')}::{case.get('name')}: {reason or 'no reason given'}"
        for case in ElementTree.parse(report).iter("testcase")
        for skip in case.iter("skipped")
        if skip.get("type") != "pytest.xfail"
        and not (reason := skip.get("message") or "").startswith(ALLOWED)
    ]


def main(reports: list[Path]) -> int:
    complaints = [f"{report}: not written" for report in reports if not report.exists()]
    for report in filter(Path.exists, reports):
        complaints += [f"{report}: {line}" for line in skipped(report)]
    print(*complaints or ["No test was left out."], sep="\n")
    return bool(complaints)


if __name__ == "__main__":
    sys.exit(main([Path(name) for name in sys.argv[1:]]))
