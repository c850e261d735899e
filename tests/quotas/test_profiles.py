"""The shipped profiles hold what the sources say, each number with its source."""

import pickle
import re
import subprocess
import sys
from pathlib import Path

import pytest

from simcore.errors import QuotaError
from simcore.facts import THROTTLE_REASONS
from simcore.quotas import PROFILES, load_profile
from simcore.quotas.reference import reference

ROOT = Path(__file__).resolve().parents[2]
GITHUB = "AWS Lambda Developer Guide, awsdocs/aws-lambda-developer-guide@38e9014 doc_source/"
ABSENT = object()

# Written out from what the sources say, not from the profiles. The notes: the course notes of
# 2021. 2022: the Lambda guide on GitHub, 14 November 2022. 2026: the guide of 12 July 2026 and the
# API models of botocore 1.44.5.
DOCUMENTED = [
    # key, notes-2021, aws-2022, aws-2026, where
    ("lambda.account_concurrency", 1000, 1000, 1000, "gettingstarted-limits"),
    ("lambda.unreserved_minimum", 100, 100, 100, "configuration-concurrency; lambda-concurrency"),
    (
        "lambda.scaling_scope",
        "region",
        "region",
        "function",
        "invocation-scaling; scaling-behavior",
    ),
    ("lambda.scaling_refill_per_min", 500, 500, 6000, "invocation-scaling; 1,000 per 10 s"),
    ("lambda.requests_per_concurrency", 10, 10, 10, "gettingstarted-limits; lambda-concurrency"),
    ("lambda.provisioned_per_min", 500, 500, 6000, "provisioned-concurrency; lambda-concurrency"),
    ("lambda.provisioned_burst", 500, 500, ABSENT, "provisioned-concurrency of 2022 only"),
    ("lambda.provisioned_scope", "region", "region", "function", "both pages"),
    ("lambda.provisioned_all_or_nothing", ABSENT, ABSENT, True, "lambda-concurrency"),
    ("lambda.provisioned_target_min", 0.1, 0.1, 0.1, "provisioned-concurrency"),
    ("lambda.provisioned_target_max", 0.9, 0.9, 0.9, "provisioned-concurrency"),
    ("lambda.provisioned_low_alarm_share", 0.9, 0.9, 0.9, "0.63 of 0.7"),
    ("lambda.provisioned_alarm_points", 3, 3, 3, "provisioned-concurrency"),
    ("lambda.timeout_default_s", 3, 3, 3, "configuration-timeout"),
    ("lambda.timeout_min_s", 1, 1, 1, "configuration-timeout"),
    ("lambda.timeout_max_s", 900, 900, 900, "configuration-timeout"),
    ("lambda.memory_min_mb", 128, 128, 128, "configuration-memory"),
    ("lambda.memory_max_mb", 10240, 10240, 10240, "configuration-memory"),
    ("lambda.memory_per_vcpu_mb", 1769, 1769, 1769, "configuration-memory"),
    ("lambda.memory_default_mb", 128, 128, 128, "API CreateFunction MemorySize"),
    ("lambda.init_limit_s", 10, 10, 10, "lambda-runtime-environment"),
    ("lambda.snap_start_restore_limit_s", ABSENT, ABSENT, 10, "lambda-runtime-environment"),
    ("lambda.snap_start_runtimes", ABSENT, ABSENT, "java11 python3.12 dotnet8", "snapstart"),
    ("esm.sqs.initial_pollers", 5, 5, 5, "with-sqs; services-sqs-scaling"),
    ("esm.sqs.ramp_per_min", 60, 60, 300, "the notes; with-sqs; services-sqs-scaling"),
    ("esm.sqs.pollers_max", 1000, 1000, 1250, "the notes; with-sqs; services-sqs-scaling"),
    ("esm.sqs.scale_in_floor", 5, 5, 2, "services-sqs-scaling; the 2 is new"),
    ("esm.sqs.batch_size_default", 10, 10, 10, "API CreateEventSourceMapping"),
    ("esm.sqs.batch_size_max", 10, 10000, 10000, "the notes: 1-10; with-sqs; API"),
    ("esm.sqs.batch_size_without_window_max", 10, 10, 10, "with-sqs; API"),
    ("esm.sqs.window_max_s", 300, 300, 300, "API MaximumBatchingWindowInSeconds"),
    ("esm.sqs.maximum_concurrency_min", ABSENT, ABSENT, 2, "API; since January 2023"),
    ("esm.sqs.maximum_concurrency_max", ABSENT, ABSENT, 1000, "API; since January 2023"),
    ("esm.payload_max_bytes", 6 * 1024**2, 6 * 1024**2, 6 * 1024**2, "6 MB"),
    ("esm.sqs.effective_visibility_extra_s", 30, 30, ABSENT, "with-sqs of 2022 only"),
    ("esm.sqs.report_batch_item_failures", True, True, True, "since November 2021"),
    ("sqs.visibility_timeout_default_s", 30, 30, 30, "API CreateQueue"),
    ("sqs.visibility_timeout_max_s", 43200, 43200, 43200, "API CreateQueue"),
    ("sqs.retention_default_s", 4 * 86400, 4 * 86400, 4 * 86400, "API CreateQueue"),
    ("sqs.retention_min_s", 60, 60, 60, "API CreateQueue"),
    ("sqs.retention_max_s", 14 * 86400, 14 * 86400, 14 * 86400, "API CreateQueue"),
    ("sqs.delay_max_s", 900, 900, 900, "API CreateQueue"),
    ("sqs.long_poll_max_s", 20, 20, 20, "API CreateQueue"),
    ("sqs.receive_max", 10, 10, 10, "API ReceiveMessage"),
    ("sqs.in_flight_max", 120000, 120000, 120000, "API ChangeMessageVisibility"),
    ("sqs.message_size_max_bytes", 256 * 1024, 256 * 1024, 1024**2, "API CreateQueue"),
    ("sqs.max_receive_count_default", 10, 10, 10, "API CreateQueue RedrivePolicy"),
    ("lambda.async.maximum_retry_attempts_default", 3, 2, 2, "the notes; invocation-async"),
    ("lambda.async.maximum_retry_attempts_max", 3, 2, 2, "the notes; API"),
    ("lambda.async.retry_delay_1_s", 60, 60, 60, "invocation-async"),
    ("lambda.async.retry_delay_2_s", 120, 120, 120, "invocation-async"),
    ("lambda.async.retry_delay_3_s", 120, ABSENT, ABSENT, "invocation-async"),
    ("lambda.async.maximum_event_age_default_s", 21600, 21600, 21600, "invocation-async; API"),
    ("lambda.async.maximum_event_age_min_s", 60, 60, 60, "invocation-async; API"),
    ("lambda.async.maximum_event_age_max_s", 21600, 21600, 21600, "invocation-async; API"),
    ("lambda.async.backoff_initial_s", 1, 1, 1, "invocation-async"),
    ("lambda.async.backoff_max_s", 300, 300, 300, "invocation-async"),
    ("lambda.async.recursion_limit", ABSENT, ABSENT, 16, "invocation-recursion: about 16"),
    ("lambda.async.bucket_destination", ABSENT, ABSENT, True, "invocation-async-retain-records"),
    ("lambda.async.payload_max_bytes", 262144, 262144, 1048576, "gettingstarted-limits: 256 KB, 1 MB"),
    ("price.lambda.request_usd", 2e-7, 2e-7, 2e-7, "price list, us-east-1"),
    ("price.lambda.gb_second_usd", 0.0000166667, 0.0000166667, 0.0000166667, "price list, x86"),
    ("price.sqs.request_usd", 4e-7, 4e-7, 4e-7, "0.40 USD per million"),
    ("price.lambda.bills_init", False, False, True, "1.10: INIT is billed since 1 Aug 2025 (date R)"),
    ("price.lambda.gb_second_arm_usd", 0.0000133334, 0.0000133334, 0.0000133334, "price list, arm"),
    (
        "price.lambda.provisioned_hold_usd",
        0.0000041667,
        0.0000041667,
        0.0000041667,
        "price list, x86",
    ),
    (
        "price.lambda.provisioned_hold_arm_usd",
        0.0000033334,
        0.0000033334,
        0.0000033334,
        "pricing page, arm",
    ),
    (
        "price.lambda.provisioned_run_usd",
        0.0000097222,
        0.0000097222,
        0.0000097222,
        "price list, x86",
    ),
    (
        "price.lambda.provisioned_run_arm_usd",
        0.0000077778,
        0.0000077778,
        0.0000077778,
        "pricing page, arm",
    ),
    ("price.lambda.provisioned_step_s", 300, 300, 300, "pricing page: five minutes"),
    ("price.lambda.free_requests", 1_000_000, 1_000_000, 1_000_000, "pricing page: 1 M"),
    ("price.lambda.free_gb_seconds", 400_000, 400_000, 400_000, "pricing page: 400,000"),
    ("price.lambda.event_included_bytes", ABSENT, ABSENT, 262144, "pricing page: first 256 KB"),
    ("price.lambda.event_chunk_bytes", ABSENT, ABSENT, 65536, "pricing page: each 64 KB"),
    ("price.lambda.snap_start_cache_usd", ABSENT, ABSENT, 0.0000015046, "pricing page, example"),
    ("price.lambda.snap_start_cache_min_s", ABSENT, ABSENT, 10800, "pricing page: 3 hours"),
    ("price.lambda.snap_start_restore_usd", ABSENT, ABSENT, 0.0001397998, "pricing page, example"),
    ("price.lambda.snap_start_free_runtimes", ABSENT, ABSENT, "java", "pricing page: not Java"),
    ("price.sqs.free_requests", 1_000_000, 1_000_000, 1_000_000, "first 1 M free"),
    ("price.sns.publish_usd", 0.0000005, 0.0000005, 0.0000005, "0.50 USD per million"),
    ("price.eventbridge.event_usd", 0.000001, 0.000001, 0.000001, "1.00 USD per million"),
    ("price.s3.put_usd", 0.000005, 0.000005, 0.000005, "0.005 USD per thousand"),
]
ASSUMED = [
    ("lambda.scaling_throttle_reason", *3 * ["FunctionInvocationRateLimitExceeded"]),
    ("lambda.requests_burst_s", 1, 1, 1),
    ("lambda.requests_throttle_reason", *3 * ["FunctionInvocationRateLimitExceeded"]),
    (
        "lambda.reserved_requests_throttle_reason",
        *3 * ["ReservedFunctionInvocationRateLimitExceeded"],
    ),
    ("lambda.provisioned_preparation_s", 90, 90, 90),
    ("lambda.provisioned_scale_in_share", 0.1, 0.1, 0.1),
    ("lambda.idle_timeout_s", 600, 600, 600),
    ("lambda.environment_max_age_s", 14400, 14400, 14400),
    ("lambda.environment_shortest_life", 0.5, 0.5, 0.5),
    ("lambda.restore_duration_s", ABSENT, ABSENT, 0.3),
    ("esm.sqs.scale_in_per_min", 60, 60, 300),
    ("esm.sqs.throttle_backoff_initial_s", 1, 1, 1),
    ("esm.sqs.throttle_backoff_max_s", 60, 60, 60),
    ("lambda.async.backoff_factor", 2, 2, 2),
    ("lambda.async.looks_ahead", True, True, True),
    ("lambda.async.duplicate_rate", 0, 0, 0),
    ("lambda.async.system_error_rate", 0, 0, 0),
]
BURST = {
    **dict.fromkeys(("us-west-2", "us-east-1", "eu-west-1"), 3000),
    **dict.fromkeys(("ap-northeast-1", "eu-central-1", "us-east-2"), 1000),
    **dict.fromkeys(("sa-east-1", "ap-southeast-2", None), 500),
}


@pytest.fixture(params=PROFILES)
def profile(request):
    return load_profile(request.param)


@pytest.mark.parametrize(("key", "notes", "old", "new", "where"), DOCUMENTED)
def test_documented_values(key, notes, old, new, where):
    for name, value in zip(PROFILES, (notes, old, new), strict=True):
        profile = load_profile(name)
        if value is ABSENT:
            assert not profile.has(key), where
        else:
            assert profile.value(key) == value, where
            assert not profile.row(key).assumed


@pytest.mark.parametrize(("key", "notes", "old", "new"), ASSUMED)
def test_unpublished_values_are_assumed_and_say_why(key, notes, old, new):
    for name, value in zip(PROFILES, (notes, old, new), strict=True):
        if value is ABSENT:
            assert not load_profile(name).has(key)
            continue
        row = load_profile(name).row(key)
        assert row.value == value
        assert row.assumed
        assert row.confidence == "L"
        assert len(row.note) > 40


def test_every_row_is_in_one_of_the_two_tables():
    listed = {row[0] for row in DOCUMENTED + ASSUMED} | {"lambda.scaling_burst"}
    for name in PROFILES:
        profile = load_profile(name)
        assert listed == {*profile.quotas, *profile.absent}, name


@pytest.mark.parametrize(("region", "burst"), BURST.items())
def test_the_old_burst_depends_on_the_region(region, burst):
    """G22 invocation-scaling: 3,000, 1,000 or 500; since then 1,000 for every function."""
    assert load_profile("notes-2021").value("lambda.scaling_burst", region) == burst
    assert load_profile("aws-2022").value("lambda.scaling_burst", region) == burst
    assert load_profile("aws-2026").value("lambda.scaling_burst", region) == 1000
    assert load_profile("aws-2022").value("lambda.provisioned_burst", region) == burst


def test_every_row_has_a_source_a_date_a_scope_and_a_unit(profile):
    for row in profile.rows():
        assert len(row.source) > 15, row.key
        assert re.fullmatch(r"20\d\d(-\d\d){0,2}", row.date), row.key
        assert row.unit, row.key
        assert len(row.scope) > 3, row.key
        assert row.title[0].isupper(), row.key
        assert not row.title.endswith("."), row.key
        assert not row.overridden


def test_units_agree_with_names(profile):
    for row in profile.rows():
        for suffix, unit in (("_s", "s"), ("_mb", "MB"), ("_bytes", "bytes")):
            assert row.key.endswith(suffix) == (row.unit == unit), row.key
        if row.key.endswith("_per_min"):
            assert row.unit.endswith("per minute")


def test_a_documented_row_of_2022_cites_the_guide_of_2022_or_says_that_it_does_not():
    for row in load_profile("aws-2022").rows():
        if row.date > "2023-12" and not row.assumed:
            assert "was not read" in row.note, row.key


def test_where_the_notes_are_silent_the_value_of_2022_is_taken_and_said():
    """Only what the notes state is theirs."""
    stated = {"esm.sqs.ramp_per_min", "esm.sqs.pollers_max", "esm.sqs.batch_size_max"}
    stated |= {f"lambda.async.maximum_retry_attempts_{which}" for which in ("default", "max")}
    stated |= {f"lambda.async.retry_delay_{n}_s" for n in (1, 2, 3)}
    old = load_profile("aws-2022")
    for row in load_profile("notes-2021").rows():
        if row.key in stated:
            assert row.source.startswith("Course notes of 2021")
        elif not row.assumed:
            assert row.note.startswith("The notes are silent"), row.key
            assert (row.value, row.by_region) == (
                old.row(row.key).value,
                old.row(row.key).by_region,
            )


def test_the_throttle_reasons_to_choose_from_are_those_a_fact_can_state(profile):
    assert profile.row("lambda.scaling_throttle_reason").choices == (
        "ConcurrentInvocationLimitExceeded",
        "FunctionInvocationRateLimitExceeded",
        "ReservedFunctionConcurrentInvocationLimitExceeded",
        "ReservedFunctionInvocationRateLimitExceeded",
        "CallerRateLimitExceeded",
    )
    assert set(profile.row("lambda.scaling_throttle_reason").choices) == set(THROTTLE_REASONS)


def test_absent_behaviours_have_a_reason(profile):
    for key, reason in profile.absent.items():
        assert not profile.has(key)
        assert profile.get(key) is None
        assert profile.get(key, default=7) == 7
        with pytest.raises(QuotaError, match=rf"profile {profile.name} has no {key}: {reason}"):
            profile.value(key)


def test_profiles_are_loaded_once_and_cannot_be_changed(profile):
    assert load_profile(profile.name) is profile
    with pytest.raises(TypeError):
        profile.quotas["lambda.account_concurrency"] = 1
    with pytest.raises(AttributeError):
        profile.name = "mine"
    with pytest.raises(ValueError, match="frozen"):
        profile.row("lambda.account_concurrency").value = 1


def test_profiles_survive_pickling(profile):
    changed = profile.override("lambda.account_concurrency", 50)
    assert pickle.loads(pickle.dumps(profile)) == profile
    assert pickle.loads(pickle.dumps(changed)) == changed != profile


def test_an_unknown_profile_is_refused_with_the_known_ones():
    with pytest.raises(QuotaError, match=r"no profile 'aws-2062' .*did you mean aws-20\d\d"):
        load_profile("aws-2062")


def test_every_profile_file_is_listed():
    files = (ROOT / "simcore/quotas/profiles").glob("*.toml")
    assert {file.stem for file in files} == set(PROFILES)


def test_the_models_never_ask_which_profile_it_is():
    """A vintage is data: behaviour hangs on values and on `has`, never on a profile's name."""
    names = "|".join(map(re.escape, PROFILES))
    for room in ("awslambda", "services", "engine", "recording"):
        for file in (ROOT / "simcore" / room).rglob("*.py"):
            assert not re.search(names, file.read_text(encoding="utf-8")), file


def test_the_reference_page_is_current():
    """Written anew by: python -m simcore.quotas.reference > docs/reference/quotas.md"""
    page = ROOT / "docs/reference/quotas.md"
    assert page.read_text(encoding="utf-8") == reference()


def test_the_reference_page_shows_every_row():
    page = reference()
    for name in PROFILES:
        for row in load_profile(name).rows():
            assert f"### {row.key}\n" in page
            assert row.source in page
            assert row.note in page


def test_the_reference_page_is_what_the_module_prints():
    command = [sys.executable, "-m", "simcore.quotas.reference"]
    printed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, encoding="utf-8")
    assert printed.stdout == reference()
