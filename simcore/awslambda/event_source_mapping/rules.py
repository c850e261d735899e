"""What each rule that bounds the mapping of a queue says, with its source."""

from __future__ import annotations

from simcore.component.picture import Bound, Rule
from simcore.component.words import Figure, When, Words, grown, quota, setting, value

__all__ = ["BOUND"]

SQS = "esm.sqs."
SCALING = "docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling"
HANDLING = "docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling"
CONFIGURE = "docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure"
READ = "2026-07-12"

POLLERS = Figure(value("Pollers"), "number")
EVENT_POLLERS = Figure(value("ProvisionedPollers"), "number")
WAITING = Figure(value("ApproximateNumberOfMessagesVisible", whose="{source}"), "plural", "message")
IN_FLIGHT = Figure(value("ApproximateNumberOfMessagesNotVisible", whose="{source}"), "number")


def _of(key: str) -> Figure:
    return Figure(quota(key), "number")


def _set(path: str) -> Figure:
    return Figure(setting(path), "number")


BY_NOW = grown(
    "Pollers",
    quota(SQS + "initial_pollers"),
    quota(SQS + "ramp_per_min"),
    quota(SQS + "pollers_max"),
)
FULL = "the queue has as many as it may"
IN_WORK = "{} now, while {} can be received."

BOUND = Bound("BoundBy", (
    Rule("pollers being added", "+{} a minute", SQS + "ramp_per_min", said=(
        Words("Pollers may grow by {} a minute: {} of at most {} now.",
              (_of(SQS + "ramp_per_min"), POLLERS, Figure(BY_NOW, "number"))),
    )),
    Rule("event pollers being added", "+{} at once a minute", SQS + "provisioned_ramp_per_min",
         only="provisioned_pollers", said=(
        Words("Event pollers may grow by {} batches at once a minute: {} of them now, which take "
              "{} batches at once.",
              (_of(SQS + "provisioned_ramp_per_min"), EVENT_POLLERS, POLLERS)),
    )),
    Rule("pollers", "at most {}", SQS + "pollers_max", said=(
        Words("A mapping has at most {} pollers, and each takes a batch at a time: " + IN_WORK,
              (_of(SQS + "pollers_max"), POLLERS, WAITING)),
    )),
    Rule("event pollers", "at most {}", field="provisioned_pollers.maximum", page=SCALING,
         date=READ, said=(
        Words("The mapping may have at most {} event pollers: {} now, while {} can be received.",
              (_set("provisioned_pollers.maximum"), EVENT_POLLERS, WAITING)),
    )),
    Rule("maximum concurrency", "at most {}", field="maximum_concurrency", page=SCALING,
         date=READ, said=(
        Words("The mapping may run at most {} batches at a time: " + IN_WORK,
              (_set("maximum_concurrency"), POLLERS, WAITING)),
    )),
    Rule("in-flight messages", FULL, only="{source}.fifo", cited="sqs.fifo.in_flight_max", said=(
        Words("A FIFO queue has at most {} messages in flight: " + IN_WORK,
              (_of("sqs.fifo.in_flight_max"), IN_FLIGHT, WAITING)),
    )),
    Rule("in-flight messages", FULL, cited="sqs.in_flight_max", said=(
        Words("A queue has at most {} messages in flight: " + IN_WORK,
              (_of("sqs.in_flight_max"), IN_FLIGHT, WAITING)),
    )),
    Rule("message groups", "each has one batch at a time", only="{source}.fifo",
         page=HANDLING, date=READ, said=(
        Words("A message group has one batch in work at a time, in order: {} are in flight, and "
              "{} wait behind them.", (IN_FLIGHT, WAITING)),
    )),
    Rule("throttled batches", "no pollers are added while they are held", page=HANDLING,
         date=READ, said=(
        Words("A poller keeps the batch that was refused, and tries again: {} of {} pollers hold "
              "one, and none are added meanwhile.",
              (Figure(value("PollersHolding"), "number"), POLLERS)),
    )),
    Rule("visibility timeouts", "what is hidden cannot be received", page=CONFIGURE, date=READ,
         said=(
        Words("What was received stays hidden for {}: {} messages wait for the end of it.",
              (Figure(setting("{source}.visibility_timeout"), "seconds"),
               Figure(value("MessagesLeftAlone", whose="{source}"), "number")),
              (When(value("MessagesLeftAlone", whose="{source}")),)),
        Words("What was received stays hidden for {}: {} messages are.",
              (Figure(setting("{source}.visibility_timeout"), "seconds"), IN_FLIGHT)),
    )),
    Rule("missing permission", "nobody may read", page=CONFIGURE, date=READ, said=(
        Words("The function's execution role may not read the queue: nobody polls, while {} can "
              "be received.", (WAITING,)),
    )),
    Rule("upstream", "nothing waits in the source"),
    Rule("disabled", "nobody polls", page=CONFIGURE, date=READ, said=(
        Words("The mapping is disabled: nobody polls, while {} can be received.", (WAITING,)),
    )),
))  # fmt: skip
