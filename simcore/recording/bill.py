"""The block ``cost`` of a result: what the run has cost, line by line, and what that makes a month.

The month has 30 days and goes on as the run did on average. The free tier is AWS's for a month, so
it is taken off the month and never off the run; lines that share an allowance get their part of it
in proportion to their quantity.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from simcore.recording.tariff import Line, Tariff

__all__ = ["MONTH_DAYS", "cost"]

MONTH_DAYS = 30
MONTH_S = MONTH_DAYS * 86_400.0
MILLION = 1e6


def cost(
    tariff: Tariff, lines: Sequence[Line], elapsed_s: float, *, invocations: float, requests: float
) -> dict[str, Any]:
    """The block, as plain data; ``requests`` are those of clients. Money in USD."""
    total = sum([line.usd for line in lines])
    months = MONTH_S / elapsed_s if elapsed_s > 0 else 0.0
    free = _free(tariff, lines, months)
    listed_usd = sum([line.lasting * months * line.price_usd for line in lines])
    free_usd = sum([n * line.price_usd for line, n in zip(lines, free, strict=True)])
    return {
        "usd": _usd(total),
        "per_million": {
            "invocations": _per_million(tariff, total, invocations),
            "requests": _per_million(tariff, total, requests),
        },
        "month": {
            "days": MONTH_DAYS,
            "free_tier": tariff.free_tier,
            "list_usd": _usd(listed_usd),
            "free_tier_usd": _usd(free_usd),
            "usd": _usd(listed_usd - free_usd),
        },
        "components": _by_component(lines),
        "items": [_item(line, months, n) for line, n in zip(lines, free, strict=True)],
        "notes": list(tariff.notes),
    }


def _free(tariff: Tariff, lines: Sequence[Line], months: float) -> list[float]:
    """What the free tier covers of each line's quantity in a month."""
    if not tariff.free_tier:
        return [0.0] * len(lines)
    used: dict[str, float] = {}
    for line in lines:
        used[line.free] = used.get(line.free, 0.0) + line.lasting * months
    shares = {
        name: min(allowance / used[name], 1.0)
        for name, allowance in tariff.allowances.items()
        if used.get(name)
    }
    return [line.lasting * months * shares.get(line.free, 0.0) for line in lines]


def _item(line: Line, months: float, free: float) -> dict[str, Any]:
    a_month = line.lasting * months
    return {
        "component": line.component,
        "item": line.item,
        "unit": line.unit,
        "price_usd": line.price_usd,
        "quantity": round(line.quantity, 6),
        "usd": _usd(line.usd),
        "month_quantity": round(a_month, 6),
        "month_free_quantity": round(free, 6),
        "month_usd": _usd((a_month - free) * line.price_usd),
    }


def _by_component(lines: Sequence[Line]) -> Mapping[str, float]:
    found: dict[str, float] = {}
    for line in lines:
        found[line.component] = found.get(line.component, 0.0) + line.usd
    return {id: _usd(usd) for id, usd in found.items()}


def _per_million(tariff: Tariff, usd: float, n: float) -> float | None:
    """None without any, or where a part of them has no price."""
    return _usd(usd / n * MILLION) if n and not tariff.unpriced else None


def _usd(usd: float) -> float:
    return round(usd, 9)
