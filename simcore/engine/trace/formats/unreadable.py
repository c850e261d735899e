"""Files that are often given and have no requests in them, or none that can be had: why not."""

from __future__ import annotations

from simcore.engine.trace.table import Head

TOTALS = (
    "this is Locust's summary: totals of a whole test, without times",
    "give the file that ends in _stats_history.csv",
)


def why_not(head: Head) -> tuple[str, str] | None:
    """What was seen, and what to do; None where it may be a CSV after all."""
    start = head.text.lstrip("\ufeff \t\r\n")
    if start.startswith("<"):
        return (
            f"this is XML or HTML: it begins with {start[:40]!r}",
            "JMeter writes CSV with jmeter.save.saveservice.output_format=csv",
        )
    if start.startswith("#"):
        return (
            f"this begins with a comment, {head.first[:40]!r}, as logs of the W3C's form do",
            "make a CSV of its columns of dates and times, or take the lines with # away",
        )
    if start.startswith("---") and any(line.startswith("|") for line in head.lines):
        return (
            "this is a table as `aws ... --output table` draws it",
            "ask for it with --output json",
        )
    names = set(head.names)
    if {"type", "name", "request count"} <= names or {"method", "error", "occurrences"} <= names:
        return TOTALS
    if "hashfunction" in names or "hashapp" in names:
        return (
            "these are durations or memory of Azure Functions, not invocations",
            "give the file invocations_per_function_md.anon.dNN.csv of the day",
        )
    return None
