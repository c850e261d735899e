"""The tables of a run's numbers: percentiles, outcomes, cost."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from simcore.components import READINGS
from simcore.recording.told import figures
from simcore.reporting.report import Column, Paragraph, Section, Table
from simcore.reporting.source import Source
from simcore.reporting.words import dollars, figure, many, milliseconds, number

__all__ = ["cost", "outcomes", "percentiles"]

PERCENTILES = ("p50", "p90", "p95", "p99", "max", "mean")
WHAT = (Column("Component"), Column("Metric"))
Row = tuple[str, ...]


def _numeric(*names: str) -> tuple[Column, ...]:
    return tuple(Column(name, numeric=True) for name in names)


def percentiles(source: Source) -> Section:
    """Of every duration that was measured, over the whole run."""
    rows = tuple(_measured(source))
    table = Table("percentiles", "Percentiles", (*WHAT, *_numeric(*PERCENTILES, "Count")), rows)
    missing = "" if rows else "No duration was measured."
    return Section("percentiles", "Percentiles", (table,) if rows else (), missing)


def _measured(source: Source) -> Iterator[Row]:
    for id, metrics in source.result["percentiles"].items():
        for metric, told in metrics.items():
            if told["count"]:
                values = (figure(told[p], "milliseconds") for p in PERCENTILES)
                yield (source.title_of(id), metric, *values, f"{told['count']:,}")


def outcomes(source: Source) -> Section:
    """What is told of each component, where it is not 0."""
    rows = tuple(chain.from_iterable(_told(source, id) for id in source.types))
    columns = (Column("Component"), Column("Outcome"), *_numeric("Value"))
    missing = "" if rows else "Nothing happened."
    table = Table("outcomes", "Outcomes", columns, rows)
    return Section("outcomes", "Outcomes", (table,) if rows else (), missing)


def _told(source: Source, id: str) -> Iterator[Row]:
    tells = READINGS[source.types[id].name].summary()
    for one, _ in figures(tells, source.result, id):
        if one.value:
            value = milliseconds(one.value) if one.unit == "ms" else _with_unit(one.value, one.unit)
            yield source.title_of(id), one.name, value


def _with_unit(value: float, unit: str) -> str:
    return f"{number(value)} {unit}".rstrip()


def cost(source: Source) -> Section:
    """Line by line what was charged, and what that makes a month."""
    told = source.result["cost"]
    columns = (
        Column("Component"),
        Column("Item"),
        *_numeric("Quantity", "Price", "Cost", "A month"),
    )
    rows = tuple(
        (
            source.title_of(item["component"]),
            item["item"],
            f"{number(item['quantity'])} {item['unit']}{'' if item['quantity'] == 1 else 's'}",
            f"{_price(item['price_usd'])} USD",
            dollars(item["usd"]),
            dollars(item["month_usd"]),
        )
        for item in told["items"]
        if item["quantity"]
    )
    notes = Paragraph(f"{_sums(source)} At {'; '.join(told['notes'])}.")
    table = Table("cost", "Cost", columns, rows)
    return Section("cost", "Cost", (notes, table) if rows else (notes,))


def _price(usd: float) -> str:
    """All of its digits, of which the first may be the seventh after the point."""
    return f"{usd:.12f}".rstrip("0").rstrip(".")


def _sums(source: Source) -> str:
    told = source.result["cost"]
    month, per = told["month"], told["per_million"]
    said = [f"The run cost {dollars(told['usd'])}"]
    said += [f"{dollars(usd)} a million {what}" for what, usd in sorted(per.items()) if usd]
    rate = f"{dollars(month['usd'])} a month of {many(month['days'], 'day')} at this rate"
    if month["free_tier"]:
        rate += f", free tier of {dollars(month['free_tier_usd'])} taken off"
    return f"{', '.join(said)}; {rate}."
