"""The question, and its answer in two sentences that are made from what happened."""

from __future__ import annotations

from simcore.analysis.verdict import Judged
from simcore.component import EXPLAINS, Insight
from simcore.reporting.goals import looked_at_until_s, seen, summed_up, verdict_of
from simcore.reporting.report import Paragraph, Section
from simcore.reporting.source import Source
from simcore.reporting.subject import Subject, beside, subject_of
from simcore.reporting.words import clock, dollars, listed, many
from simcore.scenario.insights import insight_kinds
from simcore.units import format_duration_s

__all__ = ["answer", "section"]

MOST_GOALS = 2
NOT_PRICED = "not priced"


def answer(source: Source) -> tuple[str, str]:
    """What became of the work, and why that is so; whether it is as it should be; the price."""
    cause = _cause(source)
    subject = subject_of(source, cause.component if cause else "")
    return _what_happened(source, subject), _what_it_means(source, cause, subject)


def section(source: Source) -> Section:
    """Both, below the question."""
    written = source.scenario.summary
    blocks = [Paragraph(" ".join(answer(source)))]
    if written and source.is_as_written:
        blocks.append(Paragraph(f"The scenario says: {written}"))
    return Section("answer", "Question and answer", tuple(blocks))


def _what_happened(source: Source, subject: Subject | None) -> str:
    planned = format_duration_s(source.scenario.duration)
    if source.finished:
        begins = f"In {planned}"
    else:
        begins = f"The run was stopped after {clock(source.end_s)} of {planned}; until then"
    found = [] if subject is None else [subject.became, *subject.piled_up(), *subject.waited()]
    return f"{'; '.join([f'{begins}, {_what_came(source)}', *found])}."


def _what_came(source: Source) -> str:
    """From clients, and what was there before them."""
    counters = source.result["counters"]
    came = sum(float(counters.get(id, {}).get("requests", 0)) for id in source.types)
    there = sum(one.brings_messages() for one in source.scenario.components.values())
    said = [f"{many(came, 'request')} came"] if came else [] if there else ["no request came"]
    if there:
        said.append(f"{many(there, 'message')} {'was' if there == 1 else 'were'} there before")
    return listed(said)


def _what_it_means(source: Source, cause: Insight | None, subject: Subject | None) -> str:
    """Why, as far as that is known; whether that is as it should be; at what price."""
    on_the_way = "" if subject is None else beside(subject)
    told = [_why(source, cause), on_the_way, _goals(source)]
    first, *others = [*(part for part in told if part), _price(source)]
    return f"{'; '.join([f'{first[0].upper()}{first[1:]}', *others])}."


def _cause(source: Source) -> Insight | None:
    """Of all that is known to have made it so what explains the worst, and where the goals look."""
    kept = {one.goal.component: one.status == "passed" for one in _judged(source)}
    until_s = looked_at_until_s(source)
    ranks = [(one.t > until_s, *_rank(source, one, kept)) for one in source.insights]
    return source.insights[ranks.index(min(ranks))] if ranks else None


def _rank(
    source: Source, one: Insight, kept: dict[str, bool]
) -> tuple[bool, int, bool, bool, float, float]:
    """Losses first, then refusals, then waiting; what it costs last. Of the same what breaks a
    goal, what a goal is about, what went on longest."""
    bill = {(item["component"], item["item"]) for item in source.result["cost"]["items"]}
    of_the_bill = any((found.component, found.metric) in bill for found in one.evidence)
    kind = insight_kinds().get(one.id)
    worst = EXPLAINS.index(kind.explains if kind else "waiting")
    broken = kept.get(one.component) is False
    lasting = (one.until or one.t) - one.t
    return of_the_bill, worst, not broken, one.component not in kept, -lasting, one.t


def _why(source: Source, one: Insight | None) -> str:
    if one is None:
        return ""
    named = one.what.removeprefix(f"{one.component} ")
    whose = f"{source.title_of(one.component)} " if named != one.what else ""
    return f"{whose}{named}".rstrip(".")


def _judged(source: Source) -> tuple[Judged, ...]:
    """Broken ones last: they are what is remembered of a component."""
    verdict = verdict_of(source)
    goals = () if verdict is None else verdict.goals
    return tuple(sorted(goals, key=lambda one: one.status != "passed"))


def _goals(source: Source) -> str:
    """How many were kept, and what was seen: of those that were not, where there are any."""
    verdict = verdict_of(source)
    if verdict is None:
        return ""
    broken = [one for one in verdict.goals if one.status != "passed"]
    telling = broken or [one for one in verdict.goals if one.value]
    said = summed_up(verdict).rstrip(".")
    told = [f"{one.goal.title}: {seen(one)}" for one in telling[:MOST_GOALS]]
    more = ", ..." if len(telling) > MOST_GOALS else ""
    listing = f" ({', '.join(told)}{more})" if told else ""
    return f"{said[0].lower()}{said[1:]}{listing}"


def _price(source: Source) -> str:
    cost = source.result["cost"]
    unpriced = [note for note in cost["notes"] if note.startswith(NOT_PRICED)]
    if unpriced:
        return f"what it cost is not known in full ({listed(unpriced)})"
    per = cost["per_million"]
    whose = next((what for what in ("requests", "invocations") if per[what] is not None), "")
    price = f"it cost {dollars(cost['usd'])}"
    return f"{price}, {dollars(per[whose])} a million {whose}" if whose else price
