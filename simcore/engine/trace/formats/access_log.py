"""Access logs of Apache and nginx, in the Common or the Combined Log Format: a line a request.

Models: the time in brackets, `[10/Oct/2000:13:55:36 -0700]`, of the request; a host before the line
(Apache's `vhost_combined`). Times are whole seconds, so a line is a request at some time within its
second: counts an interval of 1 s, spread as a scenario says.
Ignores: everything else of a line.
Source: Apache HTTP Server, "Log Files" (Common and Combined Log Format); nginx,
ngx_http_log_module (`combined`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from simcore.engine.trace.columns import Columns, Wanted
from simcore.engine.trace.csv_rows import Numbered
from simcore.engine.trace.formats.lines import log_lines, refuse_columns
from simcore.engine.trace.moments import ISO, MomentFormat, shown
from simcore.engine.trace.table import Format, Head, Table
from simcore.engine.trace.text import Source
from simcore.errors import TraceError

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
LINE = re.compile(
    r"(?:\S+ ){1,2}\S+ [^\[]{1,200}"
    rf"\[(\d\d)/({'|'.join(MONTHS)})/(\d{{4}}):(\d\d:\d\d:\d\d) ([+-]\d\d)(\d\d)\] \""
)
NUMBERS = {name: f"{n:02}" for n, name in enumerate(MONTHS, 1)}
SECOND_S = 1.0
TITLE = "an access log of Apache or nginx"


def recognises(head: Head) -> bool:
    return LINE.match(head.first) is not None


def table(source: Source, wanted: Wanted) -> Table:
    refuse_columns(wanted, TITLE)
    columns = Columns(True, 0, 1, ("[time]", "lines"), MomentFormat(ISO, zoned=True))
    said = f"{TITLE}; times in brackets; one request per line, at some time within its second"
    return Table(_rows(source), columns, said, False, SECOND_S, singles=True)


def _rows(source: Source) -> Iterator[Numbered]:
    for number, line in log_lines(source):
        found = LINE.match(line)
        if found is None:
            raise TraceError(f"{shown(line)} is no line of such a log", number)
        day, month, year, clock, hours, minutes = found.groups()
        yield number, [f"{year}-{NUMBERS[month]}-{day}T{clock}{hours}:{minutes}", "1"]


FORMAT = Format(
    "access-log",
    TITLE,
    'lines look like 192.0.2.1 - - [10/Oct/2000:13:55:36 -0700] "GET / HTTP/1.1" 200 512; take '
    "away those that do not, or make a CSV of the times",
    recognises,
    table,
)
