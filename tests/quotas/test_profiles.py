"""The shipped profiles hold what the sources say, each number with its source."""

import pickle
import re
import subprocess
import sys
from pathlib import Path

import pytest

from simcore.errors import QuotaError
from simcore.facts import THROTTLE_REASONS
from simcore.quotas import PROFILES, Rows, load_profile
from simcore.quotas.load import read_profile
from simcore.quotas.reference import reference
from tests.quotas.documented import ABSENT, ASSUMED, ASSUMED_IN, BURST, DOCUMENTED

ROOT = Path(__file__).resolve().parents[2]
GITHUB = "AWS Lambda Developer Guide, awsdocs/aws-lambda-developer-guide@38e9014 doc_source/"


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
            assert profile.row(key).assumed == (name in ASSUMED_IN.get(key, ()))


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


def test_a_shipped_file_says_the_same_row_by_row_and_as_a_whole(profile):
    """A row of it is read when it is asked for: what a table of TOML is must not be lost so."""
    file = ROOT / f"simcore/quotas/profiles/{profile.name}.toml"
    whole = read_profile(file.read_text(encoding="utf-8"), file.name)
    assert profile == whole
    assert profile.rows() == whole.rows(), "in the same order"


def test_a_row_is_read_when_it_is_asked_for(profile):
    read = []
    rows = Rows(profile.quotas.held, lambda key, text: read.append(key))
    assert list(rows) == list(profile.quotas)
    assert len(rows) == len(profile.rows())
    assert "lambda.account_concurrency" in rows
    assert "lambda.no_such_thing" not in rows
    assert not read
    rows["lambda.account_concurrency"]
    assert read == ["lambda.account_concurrency"]


def test_an_unknown_profile_is_refused_with_the_known_ones():
    with pytest.raises(QuotaError, match=r"no profile 'aws-2062' .*did you mean aws-20\d\d"):
        load_profile("aws-2062")


def test_every_profile_file_is_listed():
    files = (ROOT / "simcore/quotas/profiles").glob("*.toml")
    assert {file.stem for file in files} == set(PROFILES)


def test_the_models_never_ask_which_profile_it_is():
    """A vintage is data: behaviour hangs on values and on `has`, never on a profile's name.

    A finding's text may well say which profile has something.
    """
    names = rf"""["']({"|".join(map(re.escape, PROFILES))})["']"""
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
