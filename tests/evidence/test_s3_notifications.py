"""What a bucket takes a second, whom it tells of its objects, and how often."""

import pytest

from simcore import load_scenario, run
from simcore.engine.distributions import Constant
from simcore.engine.environment import Environment
from simcore.roles.again import Again
from simcore.roles.event import Event
from simcore.roles.filtering import EVERYTHING
from simcore.roles.taker import Denied
from simcore.scenario import check
from simcore.services.s3.bucket import Bucket
from simcore.services.s3.facts import NotificationDelivered, NotificationRefused
from simcore.services.s3.settings import BucketSettings, Notification

PROVES = ("simcore/services/s3/bucket.py",)

HEAD = {"format": "windtunnel.scenario/1", "id": "photos", "title": "Who is told?", "duration": 30}
FUNCTION = {"type": "function", "duration": "10 ms"}


def document(bucket, rate=50, limit=1_000, **components):
    return {
        **HEAD,
        "components": {
            "app": {
                "type": "client",
                "target": "photos",
                "arrivals": {"constant": {"rate": rate}},
                "limit": limit,
            },
            "photos": {"type": "bucket", "notification_latency": 2, **bucket},
            **components,
        },
    }


def counters(bucket, **more):
    return run(load_scenario(document(bucket, **more))).as_dict()["counters"]


def findings(bucket, **more):
    return {found.id for found in check(document(bucket, **more))}


@pytest.mark.parametrize(("prefixes", "refused"), [(1, 11_500), (2, 0)])
def test_a_prefix_takes_3500_writes_a_second(prefixes, refused):
    """Amazon S3 User Guide, optimizing-performance (Jun 2023): 3,500 a second for each prefix.

    5,000 a second for 10 s are 50,000. One prefix takes 3,500 x 10, and at the start a second's
    worth at once: 38,500. What is above that gets 503 Slow Down: 11,500. Two prefixes take 7,000.
    """
    photos = counters({"prefixes": prefixes}, rate=5_000, limit=50_000)["photos"]
    assert photos["received"] + photos["refused"] == 50_000
    assert photos["refused"] == pytest.approx(refused, abs=2)


def test_each_object_has_one_destination_and_event_bridge_gets_all():
    """Amazon S3 User Guide, EventNotifications and EventBridge (Apr 2026).

    1,000 objects. A third of the keys is told to the function, the rest to the queue, each object
    once; EventBridge has no filter on the side of S3.
    """
    told = counters(
        {
            "event_bridge": "bus",
            "notifications": [
                {"target": "resize", "prefix": "img/", "share": 1 / 3},
                {"target": "jobs", "prefix": "doc/", "share": 2 / 3},
            ],
        },
        resize=FUNCTION,
        jobs={"type": "queue"},
        bus={"type": "bus"},
    )
    images, documents = told["resize"]["async_received"], told["jobs"]["sent"]
    assert images + documents == told["bus"]["received"] == 1_000
    assert images == pytest.approx(1_000 / 3, abs=4 * (1_000 * 2 / 9) ** 0.5)


def test_a_notification_comes_at_least_once():
    """Amazon S3 User Guide, EventNotifications (Apr 2026): at least once. All twice: 2,000."""
    said = {"notifications": [{"target": "jobs"}], "notification_duplicate_rate": 1}
    told = counters(said, jobs={"type": "queue"})
    assert told["jobs"]["sent"] == told["photos"]["notified"] == 2_000
    assert told["photos"]["notified_twice"] == 1_000


def test_a_notification_takes_its_time():
    """2 s after the first object nothing has come; at 50 a second 50 a second from then on."""
    said = {"notifications": [{"target": "jobs"}]}
    result = run(load_scenario(document(said, jobs={"type": "queue"}))).as_dict()
    sent = result["series"]["jobs"]["NumberOfMessagesSent"]
    assert sum(sent[:2]) == 0
    assert sum(sent[:12]) == 500


class Refusing:
    """Refuses so often, then takes."""

    def __init__(self, times):
        self.times, self.taken = times, []

    def deliver(self, now, event):
        self.times -= 1
        if self.times < 0:
            self.taken.append(now)
        return self.times < 0


def told_of_one(taker, age_s=86_400.0):
    env = Environment()
    settings = BucketSettings(Constant(2.0), Again(1.0, 300.0, age_s))
    bucket = Bucket(env, "photos", settings, 7, tells=True)
    bucket.connect([Notification(taker, 1, EVERYTHING)])
    bucket.deliver(0.0, Event())
    env.run(until=100_000)
    return bucket


def test_what_a_destination_refuses_comes_later():
    """At least once: tried at 2 s, then within 1, 2 and 4 s of the attempt before: by 9 s."""
    taker = Refusing(3)
    bucket = told_of_one(taker)
    assert 2.0 < taker.taken[0] <= 2.0 + 1 + 2 + 4
    assert len(bucket.ledgers[NotificationRefused].rows) == 3
    assert len(bucket.ledgers[NotificationDelivered].rows) == 1


def test_in_the_end_it_is_given_up():
    bucket = told_of_one(Refusing(10**9), age_s=60.0)
    refused = bucket.ledgers[NotificationRefused].rows
    assert refused[-1][2] == -1
    assert refused[-1][0] <= 2.0 + 60.0
    assert not bucket.ledgers[NotificationDelivered].rows


def test_without_permission_it_is_lost_at_once():
    bucket = told_of_one(Denied())
    assert bucket.ledgers[NotificationRefused].rows == [(2.0, 1, -1.0)]


PUT, ANY, DELETE = "s3:ObjectCreated:Put", "s3:ObjectCreated:*", "s3:ObjectRemoved:*"


@pytest.mark.parametrize(
    ("a", "b", "overlapping"),
    [
        ({"prefix": "img/"}, {"prefix": "doc/"}, False),
        ({"prefix": "img/"}, {"prefix": "img/new/"}, True),
        ({"prefix": "img/", "suffix": ".jpg"}, {"prefix": "img/", "suffix": ".png"}, False),
        ({"prefix": "img/"}, {"suffix": ".jpg"}, True),
        ({"suffix": ".jpg"}, {"suffix": "me.jpg"}, True),
        ({"events": [ANY]}, {"events": [DELETE]}, False),
        ({"events": [ANY]}, {"events": [PUT]}, True),
        ({}, {}, True),
    ],
)
def test_filters_of_one_event_may_not_overlap(a, b, overlapping):
    """Amazon S3 User Guide, notification-how-to-filtering (Apr 2026)."""
    queues = {name: {"type": "queue"} for name in ("a", "b")}
    two = [{"target": "a", "share": 0.5, **a}, {"target": "b", "share": 0.5, **b}]
    found = findings({"notifications": two}, **queues)
    assert ("bucket.notifications-overlap" in found) == overlapping


def test_what_s3_does_not_take_is_said():
    fifo = {"type": "queue", "fifo": {}}
    assert "queue.fifo-target" in findings({"notifications": [{"target": "a"}]}, a=fifo)
    two = [{"target": "a", "prefix": "x"}, {"target": "a", "prefix": "y"}]
    found = findings({"notifications": two}, a={"type": "queue"})
    assert "bucket.notification-shares" in found
    removed = [{"target": "a", "events": [DELETE]}]
    assert "bucket.event-never" in findings({"notifications": removed}, a={"type": "queue"})


def test_slow_down_is_tried_again_by_an_sdk():
    """Amazon S3 User Guide, optimizing-performance (Jun 2023): 503 Slow Down, retried with backoff.

    5,000 a second for 2 s to a prefix that takes 3,500 and a second's worth at once: 10,000 come,
    3,500 + 2 x 3,500 = 10,500 would be taken: none is refused. For 3 s 1,000 are, or come again.
    """
    given = document({"prefixes": 1}, rate=5_000, limit=15_000)
    given["components"]["app"]["sdk"] = {"retry_mode": "standard"}
    found = run(load_scenario(given)).as_dict()["counters"]
    app, photos = found["app"], found["photos"]
    assert app["retries"] > 500
    assert photos["received"] == app["responses"] > 3_500 * 4
    assert photos["refused"] == app["attempts"] - app["responses"]
    assert counters({"prefixes": 1}, rate=5_000, limit=10_000)["photos"]["refused"] == 0


def test_an_event_of_a_bucket_reaches_a_function_through_a_rule():
    """Amazon S3 User Guide, EventBridge (Apr 2026): to the bus, and by its rules to functions; what
    has led to it goes with it, so that loops are found."""
    bus = {"type": "bus", "rules": [{"targets": [{"target": "work"}]}]}
    work = {**FUNCTION, "sends": [{"target": "photos"}]}
    found = counters({"event_bridge": "bus"}, rate=1, limit=1, bus=bus, work=work)
    assert found["work"]["invocations"] > 1
