"""A delivery stream: what it takes, when it delivers, what a failing function costs."""

import pytest

from simcore import load_scenario, run
from simcore.engine.environment import Environment
from simcore.facts import ledgers_for
from simcore.roles.again import Again
from simcore.roles.taker import Denied
from simcore.scenario import check
from simcore.services.firehose.facts import DeliveryRefused, ObjectDelivered
from simcore.services.firehose.settings import Hints
from simcore.services.firehose.writing import Writer

PROVES = (
    "simcore/services/firehose/delivery.py",
    "simcore/services/firehose/transforming.py",
    "simcore/services/firehose/writing.py",
    "simcore/services/firehose/reader.py",
)

HEAD = {"format": "windtunnel.scenario/1", "id": "clicks", "title": "Where is it?"}
KIB, MIB = 1024, 1024 * 1024


def document(rate, size, stream=None, duration=100, limit=None, region="us-east-1", **parts):
    site = {
        "type": "client", "target": "clicks", "message_size": size,
        "arrivals": {"constant": {"rate": rate}}, "limit": limit,
    }  # fmt: skip
    clicks = {"type": "delivery_stream", "destination": "lake", **(stream or {})}
    return {
        **HEAD,
        "duration": duration,
        "region": region,
        "components": {"site": site, "clicks": clicks, "lake": {"type": "bucket"}, **parts},
    }


def ran(*args, **said):
    return run(load_scenario(document(*args, **said))).as_dict()


def clicks(*args, **said):
    return ran(*args, **said)["counters"]["clicks"]


def test_an_object_is_written_when_the_buffer_is_full():
    """Firehose API, BufferingHints, 2026: 5 MiB or 300 s.

    0.8 MiB a second are 102.4 records of 8 KiB; 640 of them are 5 MiB, which takes 6.25 s. 6,400
    records are ten objects, the last of them at 62.5 s.
    """
    result = ran(102.4, 8 * KIB, limit=6_400)
    found = result["counters"]["clicks"]
    assert (found["objects"], found["records_delivered"]) == (10, 6_400)
    assert found["bytes_delivered"] == 10 * 5 * MIB
    objects = result["series"]["clicks"]["DeliveryToS3.ObjectCount"]
    assert [n for n, count in enumerate(objects) if count] == [
        6,
        12,
        18,
        24,
        31,
        37,
        43,
        49,
        56,
        62,
    ]


def test_or_when_its_time_is_over():
    """10 KiB a second never fill 5 MiB: an object each 300 s, of 3,000 KiB = 2.93 MiB."""
    found = clicks(10, KIB, duration=610)
    assert (found["objects"], found["records_delivered"]) == (2, 6_000)
    assert found["bytes_delivered"] / 2 / MIB == pytest.approx(2.93, abs=0.005)


def test_the_data_grows_stale_while_it_waits():
    """AWS/Firehose DeliveryToS3.DataFreshness: the age of the oldest record; 299 s just before."""
    freshness = ran(10, KIB, duration=330)["series"]["clicks"]["DeliveryToS3.DataFreshness"]
    assert max(freshness) == pytest.approx(300, abs=1.1)
    assert freshness[309] == pytest.approx(10, abs=1.1)


def test_a_function_that_never_answers_is_invoked_four_times():
    """data-transformation, Mar 2023: NumberOfRetries 3, so 4 invocations of the
    batch; then its records are in processing-failed, and none is lost."""
    function = {"type": "function", "duration": 5, "timeout": 1, "init_duration": 0}
    stream = {"transformation": {"target": "clean", "buffer_interval": 5}, "buffer_interval": 10}
    found = ran(10, KIB, stream=stream, limit=40, clean=function)["counters"]
    assert found["clean"]["invocations"] == found["clicks"]["processing_attempts"] == 4
    assert found["clicks"]["processing_failed.timeout"] == 4
    assert found["clicks"]["failed_delivered"] == found["clicks"]["records_failed"] == 40
    assert found["clicks"]["records_delivered"] == 0


def test_no_answer_is_waited_for_longer_than_five_minutes():
    """The same page: 5 min. A function of 400 s does its work, four times, and is paid for it."""
    function = {"type": "function", "duration": 400, "timeout": 900}
    stream = {"transformation": {"target": "clean", "buffer_interval": 1, "retries": 0}}
    result = ran(10, KIB, stream=stream, limit=5, duration=500, clean=function)
    found = result["counters"]
    assert (found["clean"]["successes"], found["clicks"]["processing_failed.timeout"]) == (1, 1)
    spent = result["percentiles"]["clicks"]["ExecuteProcessing.Duration"]["max"]
    assert spent == pytest.approx(300_000)


def test_records_fail_one_by_one():
    """data-transformation: ProcessingFailed puts a record aside, and not those beside it."""
    function = {"type": "function", "duration": "10 ms", "item_error_rate": 0.2}
    stream = {"transformation": {"target": "clean", "buffer_interval": 5, "dropped": 0.5}}
    found = clicks(100, KIB, stream=stream, limit=2_000, clean=function)
    assert found["processing_failed"] == 0
    assert found["records_failed"] == pytest.approx(400, abs=4 * (2_000 * 0.16) ** 0.5)
    assert found["records_dropped"] == pytest.approx(800, abs=4 * (1_600 * 0.25) ** 0.5)
    done = found["records_processed"] + found["records_dropped"] + found["records_failed"]
    assert done == 2_000


def test_a_batch_goes_to_the_function_by_size_or_time():
    """1 MiB or 60 s: 100 records of 64 KiB a second are 16 for each MiB: 6.25 batches a second."""
    function = {"type": "function", "duration": "10 ms"}
    found = clicks(
        50, 64 * KIB, stream={"transformation": {"target": "clean"}}, limit=800, clean=function
    )
    assert found["processing_attempts"] == 50


@pytest.mark.parametrize(
    ("region", "together", "refused"),
    [("us-east-1", 1, 8_000), ("us-east-1", 500, 0), ("eu-central-1", 500, 30_000 - 11 * 1_024)],
)
def test_direct_put_has_three_limits(region, together, refused):
    """Firehose limits (2026): us-east-1 2,000 requests, 500,000 records and 5 MiB a second, others
    1,000, 100,000 and 1 MiB. 3,000 records of 1 KiB a second for 10 s; a second's worth may come
    at once. One a request: 2,000 x 11 are taken. 500 a request: 5,120 of 1 KiB a second would be;
    in eu-central-1 1,024."""
    found = clicks(
        3_000, KIB, stream={"records_per_request": together}, limit=30_000, duration=20,
        region=region,
    )  # fmt: skip
    assert found["records"] + found["throttled"] == 30_000
    assert found["throttled"] == pytest.approx(refused, abs=2)


def test_limits_are_raised_while_they_refuse():
    """Firehose limits (2026): it scales by itself; 10 % a minute is assumed. 1,100 requests a
    second to 1,000: refused for a minute, and then no more."""
    result = ran(1_100, 100, region="eu-central-1", duration=100)
    throttled = result["series"]["clicks"]["ThrottledRecords"]
    assert sum(throttled[:70]) > 5_000
    assert sum(throttled[75:]) == 0


@pytest.mark.parametrize(("size", "billed_kib"), [(KIB, 5), (42 * KIB, 45), (5 * KIB, 5)])
def test_a_record_is_billed_in_steps_of_5_kb(size, billed_kib):
    """Golden case G26 (Firehose pricing, 2026): two records of 1 KB are 10 KB, one of 42 KB 45."""
    result = ran(10, size, limit=2, duration=10)
    assert result["counters"]["clicks"]["billed_bytes"] == 2 * billed_kib * KIB
    line = next(x for x in result["cost"]["items"] if x["component"] == "clicks")
    assert line["usd"] == pytest.approx(2 * billed_kib * KIB / 1024**3 * 0.029, abs=1e-9)


def test_a_data_stream_is_read_once_a_second():
    """writing-with-kinesis-streams (Mar 2023). 100 records a second, 60 s: each second's together;
    the delivery stream has them a second after they were written at the latest."""
    parts = {"source": "events"}
    given = document(100, KIB, stream=parts, events={"type": "stream", "shards": 1}, limit=6_000)
    given["components"]["site"]["target"] = "events"
    result = run(load_scenario(given)).as_dict()
    found = result["counters"]
    assert found["clicks"]["records"] == found["clicks"]["read"] == 6_000
    assert found["clicks"]["billed_bytes"] == 6_000 * 5 * KIB  # each record by itself
    read = result["series"]["clicks"]["DataReadFromKinesisStream.Records"]
    assert all(count == pytest.approx(100, abs=1) for count in read[2:60])


def test_a_data_stream_is_read_and_transformed():
    """The delivery stream invokes a function and reads a stream, and has no lanes as a mapping."""
    parts = {"source": "events", "transformation": {"target": "clean", "buffer_interval": 5},
             "buffer_interval": 60}  # fmt: skip
    given = document(10, KIB, stream=parts, events={"type": "stream", "shards": 1}, limit=60,
                     duration=80, clean={"type": "function", "duration": 1})  # fmt: skip
    given["components"]["site"]["target"] = "events"
    result = run(load_scenario(given)).as_dict()
    assert result["counters"]["clicks"]["records_delivered"] == 60
    assert not any(result["series"]["clean"]["LimitedBy"])


class Reserved:
    """A bucket that takes nothing until then."""

    def __init__(self, until):
        self.until = until

    def deliver(self, now, event):
        return now >= self.until


def written(bucket, age_s=86_400.0):
    env, ledgers = Environment(), ledgers_for(ObjectDelivered, DeliveryRefused)
    writer = Writer(env, 0, Hints(MIB, 60.0), Again(1.0, 300.0, age_s), ledgers, luck)
    writer.bucket = bucket
    writer.add(0.0, 0.0, 7, 700)
    env.run(until=100_000)
    return ledgers[ObjectDelivered].rows, ledgers[DeliveryRefused].rows


def luck():
    return 0.0


def test_what_a_bucket_refuses_is_written_later():
    """basic-deliver (Mar 2023): tried again for 24 h. Refused at 60 s, written once it can be."""
    objects, refused = written(Reserved(500.0))
    assert [row[2] for row in objects] == [7]
    assert 500 <= objects[0][0] <= 500 + 300
    assert refused[0][0] == 60.0


def test_after_a_day_it_is_lost():
    objects, refused = written(Denied())
    assert not objects
    assert (refused[-1][2], sum(row[2] for row in refused)) == (7, 7)
    assert 86_400 - 300 <= refused[-1][0] <= 86_460


def test_a_backup_has_all_records_as_they_came():
    function = {"type": "function", "duration": "10 ms", "error_rate": 1}
    stream = {
        "transformation": {"target": "clean", "buffer_interval": 1, "retries": 0},
        "backup": "raw",
        "buffer_interval": 10,
    }
    found = clicks(100, KIB, stream=stream, limit=500, clean=function, raw={"type": "bucket"})
    assert (found["records_backed_up"], found["failed_delivered"]) == (500, 500)


def test_what_does_not_fit_is_said():
    large = document(1, 2 * MIB)
    assert "delivery-stream.record-too-large" in {one.id for one in check(large)}
    beside = document(1, KIB, stream={"source": "events"}, events={"type": "stream"})
    assert "delivery-stream.put-beside-source" in {one.id for one in check(beside)}
    slow = document(
        1, KIB, stream={"transformation": {"target": "f"}},
        f={"type": "function", "duration": 1, "timeout": 600},
    )  # fmt: skip
    assert "delivery-stream.function-timeout" in {one.id for one in check(slow)}


@pytest.mark.parametrize(("profile", "bad"), [("aws-2022", True), ("aws-2026", False)])
def test_an_interval_below_a_minute_came_in_2023(profile, bad):
    """Firehose API: 0 to 900 s since December 2023, 60 to 900 s before."""
    given = document(1, KIB, stream={"buffer_interval": 5}) | {"profile": profile}
    assert bool({one.path for one in check(given) if "buffer_interval" in one.path}) == bad


def test_what_waits_is_put_aside_batch_by_batch_when_the_function_is_throttled():
    """Without retries a throttled batch is put aside at once, and the next one is tried.

    The stream takes its 5 MiB a second: 20.48 records of 250 KiB, a batch each; 5 at a time are at
    work for 15 s. When the first of them ends the function is throttled: the more than 300 that
    wait, and all that come then, are put aside.
    """
    said = document(
        80,
        250 * KIB,
        {"transformation": {"target": "worker", "retries": 0, "buffer_size": 209_715}},
        duration=20,
        worker={"type": "function", "duration": "15 s", "timeout": "60 s"},
    )
    throttled = {"action": "set", "at": 10, "values": {"worker.reserved_concurrency": 0}}
    result = run(load_scenario({**said, "interventions": [throttled]})).as_dict()
    found = result["counters"]["clicks"]
    assert (found["processing_attempts"], found["processing_succeeded"]) == (found["records"], 5)
    assert found["records"] == pytest.approx(20 * 20.48 + 20, abs=1)  # at once: a second's
    assert found["records_failed"] == found["processing_failed.throttled"] == found["records"] - 5


def test_what_is_dropped_does_not_move_the_waits_of_what_is_tried_again():
    """Each share has luck of its own: of two runs only what was changed is different."""

    def attempts(dropped):
        said = {"target": "worker", "buffer_interval": 1, "dropped": dropped}
        worker = {"type": "function", "duration": "10 ms", "error_rate": 0.5}
        found = ran(50, KIB, {"transformation": said}, duration=60, worker=worker)
        return found["counters"]["clicks"]["records_dropped"], found["series"]["worker"]

    (none, before), (some, after) = attempts(0), attempts(0.5)
    assert none == 0
    assert some > 0
    assert before["Invocations"] == after["Invocations"]
