"""The formats in which traffic is recorded: one module each, tried in this order."""

from __future__ import annotations

from simcore.engine.trace.columns import Wanted
from simcore.engine.trace.formats import (
    access_log,
    azure_2019,
    azure_2021,
    cloudwatch,
    jmeter,
    load_balancer_log,
    locust,
    logs_insights,
    plain,
    unreadable,
)
from simcore.engine.trace.table import Format, head_of
from simcore.engine.trace.text import Source
from simcore.errors import TraceError

FORMATS: tuple[Format, ...] = (
    *cloudwatch.FORMATS,
    load_balancer_log.FORMAT,
    access_log.FORMAT,
    logs_insights.FORMAT,
    azure_2019.FORMAT,
    azure_2021.FORMAT,
    jmeter.FORMAT,
    locust.FORMAT,
)
NAMES: tuple[str, ...] = (*(known.name for known in FORMATS), plain.FORMAT.name)
READ = (
    "what is read: a CSV; CloudWatch's get-metric-data and get-metric-statistics as JSON or text, "
    "and its console's CSV; access logs of a load balancer, of Apache and of nginx; Logs "
    "Insights; Azure Functions 2019 and 2021; JMeter; Locust"
)


def recognised(source: Source, wanted: Wanted) -> Format:
    """The format that a file has, or is said to have; raises TraceError where it is none."""
    if wanted.format is not None:
        return _named(wanted.format)
    head = head_of(source)
    for known in FORMATS:
        if known.recognises(head):
            return known
    if (why := unreadable.why_not(head)) is not None:
        raise TraceError(why[0], hint=f"{why[1]}; {READ}")
    return plain.FORMAT


def _named(name: str) -> Format:
    for known in (*FORMATS, plain.FORMAT):
        if known.name == name:
            return known
    raise TraceError(f"format is {name!r}; it must be one of {', '.join(NAMES)}")
