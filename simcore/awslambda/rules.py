"""What each limit of a function says where it binds, with its source.

What its event source mappings are bound by is told by them.
"""

from __future__ import annotations

from simcore.component.picture import Limited, Rule
from simcore.component.words import Figure, When, Words, part, per_second, quota, setting, value

__all__ = ["LIMITED"]

GUIDE = "docs.aws.amazon.com/lambda/latest/dg/"
READ = "2026-07-12"

REFUSED = Figure(per_second("Throttles"), "rate")
ARE_REFUSED = When(value("Throttles"))
BEGUN = Figure(per_second("Invocations"), "rate")
IN_USE = Figure(part("environments.in_use"), "number")
LIMIT = Figure(part("environments.limit"), "number")
IN_ALL = Figure(value("ConcurrentExecutions", whose="account"), "number")
LIVE = value("Environments.init", "Environments.busy", "Environments.idle")


def _of(key: str) -> Figure:
    return Figure(quota(key), "number")


def _refusing(text: str, *figures: Figure) -> tuple[Words, ...]:
    """With what is refused, where anything is in the bin: the limit may still be used up later."""
    refused = Words(f"{text}, and {{}} are refused.", (*figures, REFUSED), (ARE_REFUSED,))
    return (refused, Words(f"{text}.", figures))


LIMITED = Limited("LimitedBy", "ConcurrentExecutions", knob="reserved_concurrency", rules=(
    Rule("account concurrency", "", cited="lambda.account_concurrency", said=_refusing(
        "All functions of the account share {} concurrent executions: {} in use now",
        _of("lambda.account_concurrency"), IN_ALL,
    )),
    Rule("reserved concurrency", "", page=GUIDE + "lambda-concurrency", date=READ, said=_refusing(
        "Reserved concurrency is all that a function may use: {} of {} in use now",
        IN_USE, Figure(setting("reserved_concurrency"), "number"),
    )),
    Rule("scaling rate", "", cited="lambda.scaling_refill_per_min", said=_refusing(
        "Environments may grow by {} a minute after the first {}: {} now",
        _of("lambda.scaling_refill_per_min"), _of("lambda.scaling_burst"), Figure(LIVE, "number"),
    )),
    Rule("requests per second", "", cited="lambda.requests_per_concurrency", said=_refusing(
        "A concurrency of {} takes {} synchronous requests a second for each: {} began",
        LIMIT, _of("lambda.requests_per_concurrency"), BEGUN,
    )),
    Rule("managed environments", "", only="capacity", date=READ,
         page=GUIDE + "lambda-managed-instances-scaling", said=_refusing(
        "Managed instances are added beside the invocations, and all are full: {} environments "
        "serve now", Figure(value("Managed.serving"), "number"),
    )),
    Rule("retry waits", "", cited="lambda.async.retry_delay_1_s", said=(
        Words("An event that failed waits {} for its second attempt and {} for its third: {} wait, "
              "the next for another {}.",
              (Figure(quota("lambda.async.retry_delay_1_s"), "seconds"),
               Figure(quota("lambda.async.retry_delay_2_s"), "seconds"),
               Figure(part("async.waiting"), "number"), Figure(part("async.next_in"), "moment")),
              (When(part("async.next_in"), told=True), When(part("async.waiting")))),
    )),
    Rule("provisioned concurrency", "", page=GUIDE + "provisioned-concurrency", date=READ, said=(
        Words("What finds all provisioned environments busy starts on demand: {} of {} are busy, "
              "and {} spill over.",
              (Figure(value("Provisioned.busy"), "number"),
               Figure(value("Provisioned.ready"), "number"),
               Figure(per_second("ProvisionedConcurrencySpilloverInvocations"), "rate"))),
    )),
))  # fmt: skip
