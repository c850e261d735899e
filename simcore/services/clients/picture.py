"""How the laboratory shows a client."""

from __future__ import annotations

from simcore.component.picture import (
    Carried,
    EdgeKind,
    Ends,
    Flow,
    Line,
    Picture,
    Row,
    Story,
)
from simcore.component.timelines import LATENCY, LOAD, THROTTLES, latency, percentiles
from simcore.component.words import Figure, When, Words, per_second, so_far, value

__all__ = ["EDGES", "PICTURE"]

REQUESTS = Flow("busy", "Requests")
CALLS, PAGES, USERS = Ends(traits=("calls",)), Ends(traits=("pages",)), Ends(traits=("users",))

ROWS = (
    Row("requests", "Requests", "The rate of requests", LOAD, 40,
        (Line("requests", "Requests", "ink2", area=True, per_second=True),),
        format="rate", kind="rate"),
    Row("attempts", "Attempts", "The rate of attempts", LOAD, 41,
        (Line("attempts", "Attempts", "retry", area=True, per_second=True),
         Line("requests", "Requests", "ink2", per_second=True)),
        format="rate", kind="rate", needs=CALLS, better="less"),
    Row("users", "Users", "Users who wait", LOAD, 42,
        (Line("waiting", "UsersWaiting", "queued", area=True),
         Line("thinking", "UsersThinking", "ink3", width=1.2)),
        word="waiting", needs=USERS, better="less"),
    Row("given-up", "Given up", "The rate of attempts that clients give up", THROTTLES, 40,
        (Line("client timeouts", "ClientTimeouts", "err", area=True, per_second=True),
         Line("late answers", "LateAnswers", "ink3", per_second=True),
         Line("not tried again", "RetryQuotaReached", "dlq", per_second=True)),
        format="rate", kind="rate", needs=CALLS, better="less"),
    Row("retry-quota", "Retry quota", "Tokens left of the retry quota", THROTTLES, 41,
        (Line("tokens", "RetryQuota", "busy", area=True),
         Line("backing off", "BackingOff", "retry", width=1.2)),
        word="tokens", needs=CALLS),
    latency("Client latency", "Latency", 40),
    Row("page-latency", "Page latency", "Page latency{whose}, p99,", LATENCY, 41,
        percentiles("PageLatency", "p50", "p95", "p99"), main=2, format="milliseconds",
        word="p99", summed=False, needs=PAGES, better="less"),
    Row("attempt-latency", "Attempt latency", "Attempt latency{whose}, p99,", LATENCY, 42,
        percentiles("AttemptLatency", "p50", "p95", "p99"), main=2, format="milliseconds",
        word="p99", summed=False, needs=CALLS, better="less"),
)  # fmt: skip

PICTURE = Picture(
    headline=(Words("{}", (Figure(per_second("Requests"), "rate"),)),),
    sub=(
        Words("{} wait, {} think", (Figure(value("UsersWaiting")), Figure(value("UsersThinking"))),
              when=(When(value("UsersWaiting", "UsersThinking")),)),
        Words("{} retried", (Figure(per_second("Retries"), "rate"),),
              when=(When(per_second("Retries")),)),
        Words("{} refused", (Figure(per_second("Throttles"), "rate"),),
              when=(When(per_second("Throttles")),)),
        so_far("requests"),
    ),
    sends="Requests",
    leaving={
        "invoke": (
            REQUESTS,
            Flow("retry", "Retries", lane=-15),
            Flow("thr", "Throttles", back=True, lane=14),
        ),
        "invoke-async": (REQUESTS,),
        "send": (REQUESTS,),
    },
    rows=ROWS,
    story=Story("Request", parts=True),
    replays=True,
)  # fmt: skip

EDGES = {"send": EdgeKind(carries=Carried("Batch", "msg", 2))}
