"""Which insights the shipped scenarios give: each was checked against the scenario's own words.

Those that are not listed must not fire.
"""

from typing import Any

import orjson
import pytest

from simcore import load_scenario
from simcore.component import Insight
from simcore.scenario import shipped
from simcore.scenario.insights import insights_of
from simcore.scenario.load import vary
from tests.scenario.answers import result

FIRES: dict[str, set[tuple[str, str]]] = {
    "answers-nobody-gets": {("answers-nobody-got", "front")},  # "answered with 504, and runs on"
    "async-retries": {
        ("async-duplicates", "thumbnail"),  # "Eighteen events are delivered twice"
        ("async-retry-amplification", "thumbnail"),  # "Two attempts in five fail"
    },
    "bisect-bad-records": {("poison-blocks-shard", "events-to-index")},  # "halts of up to 14 s"
    "burst-against-reserved": {
        ("pollers-being-added", "orders-to-worker"),  # "needs a minute and a half to reach"
        ("reserved-bound", "worker"),  # "once all 400 environments are busy"
    },
    "chat-comes-back": {
        ("api-refused", "chat"),  # "answers the others with 429"
        ("cold-start-storm", "welcome"),  # "about 550 are started"
    },
    "downstream-hundred-connections": {
        ("pollers-being-added", "jobs-to-worker"),  # "By 300 a minute they go on to the 1,000"
        ("pollers-bound", "jobs-to-worker"),  # "that the mapping allows"
        ("waiting-for-connections", "database"),  # "They stand in line"
    },
    "edge-at-its-limit": {
        ("account-bound", "check"),  # "This account may run 50 at once"
        ("edge-function-refused", "site"),  # "150 are answered 503, with the page in the cache"
    },
    "errors-kept-at-the-edge": {("errors-kept-at-edge", "site")},  # "an error for 10 s"
    "fan-out": {("notifications-given-up", "news")},  # "given up before the endpoint is back"
    "fifo-groups": {("poison-blocks-group", "orders")},  # "nothing of it is processed"
    "fifo-hot-group": {("hot-group", "entries")},  # "a group has one batch at a time"
    "healthy-queue-fills-dlq": {
        ("dlq-trap", "jobs"),  # "no invocation fails, yet about one message in twenty dies"
        ("reserved-bound", "worker"),  # "a batch that is refused"
        ("throttles-counted-as-receives", "jobs"),  # "visible again, one receive older"
        ("visibility-shorter-than-processing", "jobs"),  # invoked with less than 5 s of 10 s left
    },
    "mailed-four-times": {("permission-to-delete", "orders-to-worker")},  # "visible again"
    "map-against-a-throttle": {
        ("machine-retry-storm", "hasty"),  # "seven waves"
        ("reserved-bound", "shrink"),  # "Twenty a second are let in"
    },
    "managed-instances": {("managed-instances-full", "api")},  # "for more than two minutes"
    "move-dead-letters-back": {("pollers-bound", "orders-to-worker")},  # "108 at a time"
    "noisy-neighbour": {
        ("account-bound", "import"),  # "takes all of them for four minutes"
        ("account-bound-by-neighbour", "checkout"),
        ("cold-start-storm", "import"),  # 1,000 new environments within twenty seconds
        ("cost-of-one-function", "import"),
    },
    "noisy-tenant": {
        ("noisy-group-held-back", "jobs"),  # "hands out its messages only when no other waits"
        ("pollers-bound", "jobs-to-worker"),  # "50 run at a time"
    },
    "retries-in-a-machine": {
        ("machine-retry-storm", "hasty"),  # "Every second each of those that wait comes again"
        ("reserved-bound", "hasty-pay"),  # "one a second is left for those that wait"
        ("reserved-bound", "patient-pay"),
    },
    "one-customers-script": {("api-refused", "front")},  # "four of five are refused"
    "parallel-lanes": {("lanes-bound", "clicks-to-enrich")},  # "falls behind by four minutes"
    "poison-and-partial-batches": {
        ("cost-of-requests", "readings"),  # sixty messages a second, one by one
        ("hidden-messages", "readings"),  # poison waits a minute between its receives
    },
    "poisoned-shard": {("poison-blocks-shard", "readings-to-store")},  # from 3:00 until 13:24
    "provisioned-pollers": {("cold-start-storm", "worker")},  # "these 200 begin within a second"
    "real-trace": {("reserved-bound", "page")},  # "refuse every sixth request"
    "recursive-loop": {("recursive-loop-cut", "thumbnail")},  # "The 17th does not take place"
    "reminders-all-at-once": {("pollers-bound", "reminders-to-mailer")},  # "twenty mailers"
    "reserved-five": {
        ("reserved-bound", "worker"),
        ("throttles-counted-as-receives", "inbox"),  # two minutes of refusals are over for 12
    },
    "reshard-backlog": {("lanes-bound", "clicks-to-enrich")},  # "the stream falls behind"
    "retry-storm": {
        ("account-bound", "search"),  # "that is 1,000 at t = 21 s"
        ("account-bound-by-neighbour", "checkout"),  # "of the checkouts about half"
        ("cold-start-storm", "search"),  # from 6 to 1,000 environments in 21 s
        ("cost-of-one-function", "search"),
        ("retry-storm", "search-page"),  # "asked again and again"
        ("timeout-below-p99", "search"),  # "runs into the function's timeout"
    },
    "same-order-twice": {("hot-group", "search")},  # "Only the busy product waits"
    "scaling-rate-then-and-now": {
        ("cold-start-storm", "report"),  # "from nothing"
        ("scaling-rate-bound", "report"),
    },
    "sqs-ramp": {
        ("pollers-being-added", "orders-to-worker"),  # "five at once, then 300 a minute"
        ("pollers-bound", "orders-to-worker"),  # "up to its cap"
    },
    "slow-answer-three-doors": {
        ("answers-nobody-got", "http-api"),  # "run to their end and are paid for"
        ("closed-before-the-answer", "balancer"),  # "12.2 %, which the balancer answers with 504"
    },
    "still-down": {
        ("account-bound", "shop"),  # "until the account is full"
        ("cold-start-storm", "shop"),  # what stands in line has environments of its own
        ("retry-storm", "shop-page"),  # "five times in legacy mode"
        ("timeout-below-p99", "shop"),  # "cut off after 10 s"
        ("waiting-for-connections", "database"),  # "2,000 calls or 20 s long"
    },
    "sync-burst-cold-starts": {
        ("account-bound", "page"),  # "until the account's 1,000 are in use"
        ("cold-start-storm", "page"),
    },
    "sign-in-at-nine": {
        ("answered-too-late", "users"),  # "others wait 13, while all invocations succeed"
        ("cold-start-storm", "check-user"),  # "580 cold starts"
    },
    "table-hot-item": {("hot-shard", "stock-to-search")},  # "the other three notice nothing"
    "thousand-environments": {
        ("account-bound", "worker"),  # "at the crests"
        ("cold-start-storm", "worker"),
    },
}


def said(slug: str) -> list[dict[str, Any]]:
    return list(result(slug)["insights"])


@pytest.mark.parametrize("slug", sorted(shipped()))
def test_a_scenario_gives_the_insights_that_it_is_about(slug):
    assert {(one["id"], one["component"]) for one in said(slug)} == FIRES.get(slug, set())


@pytest.mark.parametrize("slug", sorted(FIRES))
def test_they_are_of_the_run_ordered_and_have_evidence(slug):
    end_s = load_scenario(slug).duration
    times = [one["t"] for one in said(slug)]
    assert times == sorted(times)
    for one in said(slug):
        assert 0 <= one["t"] <= (one["until"] or one["t"]) <= end_s
        assert one["evidence"] != []
        assert all(0 <= seen["t"] <= end_s for seen in one["evidence"])


@pytest.mark.parametrize("slug", sorted(FIRES))
def test_what_is_to_be_tried_is_a_change_that_the_scenario_takes(slug):
    scenario = load_scenario(slug)
    for attempt in [one["try"] for one in said(slug) if one["try"]]:
        changed = vary(scenario, overrides={attempt["path"]: attempt["value"]})
        assert changed.resolved() != scenario.resolved()


def test_of_two_answers_to_one_question_that_to_the_worse_is_given():
    """Sixty environments serve twenty a second of 3 s; 580 were started, as all asked again."""
    tried = {one["id"]: one["try"] for one in said("sign-in-at-nine")}
    assert tried["answered-too-late"]["value"] == 60
    assert tried["cold-start-storm"] is None


@pytest.mark.parametrize("slug", sorted(FIRES))
def test_the_same_record_gives_the_same_insights(slug):
    """As written to a file and read again, too; and they read back as they were."""
    stored = orjson.loads(orjson.dumps(result(slug)))
    again = insights_of(load_scenario(slug).with_defaults(), stored)
    assert [one.as_dict() for one in again] == stored["insights"]
    assert [Insight.of(one) for one in stored["insights"]] == again
