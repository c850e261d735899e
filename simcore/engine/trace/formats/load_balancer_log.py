"""Access logs of an Application Load Balancer, or of a Classic one: a line a request.

Models: of an Application Load Balancer, `request_creation_time` where the line has it ("the time
when the load balancer received the request from the client"), else `time`, of the response; of a
Classic Load Balancer `time`, of the request.
Ignores: everything else of a line. A connection of WebSockets is one request, at its beginning.
Source: Elastic Load Balancing user guides, "Access logs for your Application Load Balancer" and
"Access logs for your Classic Load Balancer", each "Access log entries".
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

MOMENT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z?"
BEGINS = re.compile(rf"(?:(?:https?|h2|grpcs|wss?) )?({MOMENT}) \S+ \S+ \S+ [-\d.]+ ")
# After trace id, domain, certificate and the rule's priority: the time of creation, then actions.
CREATED = re.compile(rf'" "[^"]*" "[^"]*" \S+ ({MOMENT}) "')
TITLE = "an access log of a load balancer"


def recognises(head: Head) -> bool:
    return BEGINS.match(head.first) is not None


def table(source: Source, wanted: Wanted) -> Table:
    refuse_columns(wanted, TITLE)
    columns = Columns(True, 0, None, ("request_creation_time",), MomentFormat(ISO, zoned=True))
    seen = "times of the requests (request_creation_time, or time); one request per line"
    return Table(_rows(source), columns, f"{TITLE}; {seen}")


def _rows(source: Source) -> Iterator[Numbered]:
    for number, line in log_lines(source):
        began = BEGINS.match(line)
        if began is None:
            raise TraceError(f"{shown(line)} is no line of such a log", number)
        created = CREATED.search(line)
        moment = (created or began)[1]
        yield number, [moment if moment.endswith("Z") else f"{moment}Z"]


FORMAT = Format(
    "load-balancer-log",
    TITLE,
    "give the log file as it lies in the bucket (.log.gz), or several of them one after another",
    recognises,
    table,
)
