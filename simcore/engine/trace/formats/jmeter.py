"""Results of Apache JMeter as CSV (a .jtl file): a row a sample.

Models: `timeStamp`, when a sample began (milliseconds since 1970, or a date).
Ignores: rows of a Transaction Controller, which stand for the samples that they are made of and
have rows of their own (told by their message, "Number of samples in transaction").
Source: Apache JMeter User's Manual, "Listeners" (CSV log format: timeStamp, elapsed, label, ...),
"Component Reference" (Transaction Controller); jmeter.properties, sampleresult.timestamp.start.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from simcore.engine.trace.columns import Columns, Wanted
from simcore.engine.trace.csv_rows import Numbered
from simcore.engine.trace.formats import plain
from simcore.engine.trace.formats.by_name import Named, named_rows
from simcore.engine.trace.moments import ISO, MomentFormat, detect
from simcore.engine.trace.table import Format, Head, Table
from simcore.engine.trace.text import Source

KNOWN = frozenset({"timestamp", "elapsed", "label"})
MESSAGE = "responsemessage"
TRANSACTION = "Number of samples in transaction"
TITLE = "results of JMeter"


def recognises(head: Head) -> bool:
    return set(head.names) >= KNOWN


def table(source: Source, wanted: Wanted) -> Table:
    if wanted.names_columns:
        return plain.table(source, wanted)
    found = named_rows(source)
    time = found.place("timeStamp")
    first = next(found.rows)
    written = (detect(first[1][time]) if time < len(first[1]) else None) or MomentFormat(ISO)
    columns = Columns(True, time, None, found.names, written, found.key(wanted))
    notes: list[str] = []
    rows = _samples(found, chain([first], found.rows), notes)
    said = (
        f"{TITLE}; times in column {found.names[time]} ({written.described}); one request per row"
    )
    return Table(rows, columns, said, notes=notes)


def _samples(found: Named, rows: Iterator[Numbered], notes: list[str]) -> Iterator[Numbered]:
    lowered = [name.lower() for name in found.names]
    message = lowered.index(MESSAGE) if MESSAGE in lowered else len(lowered)
    left_out = 0
    for number, row in rows:
        if message < len(row) and row[message].startswith(TRANSACTION):
            left_out += 1
        else:
            yield number, row
    if left_out:
        notes.append(
            f"{left_out:,} rows of transaction controllers are left out: their samples are there"
        )


FORMAT = Format(
    "jmeter",
    TITLE,
    "write results as CSV with timeStamp, elapsed and label in a header "
    "(jmeter.save.saveservice.print_field_names=true)",
    recognises,
    table,
)
