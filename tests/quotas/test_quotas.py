"""A row without a source does not load; an override is checked, and seen."""

import pytest

from simcore.errors import QuotaError
from simcore.quotas import load_profile
from simcore.quotas.load import read_profile

ROW = {
    "title": '"Concurrent executions"',
    "value": "1000",
    "unit": '"concurrent executions"',
    "scope": '"account and Region"',
    "source": '"AWS Lambda Developer Guide, gettingstarted-limits"',
    "date": '"2022-11-14"',
    "confidence": '"H"',
}
KEY = "lambda.account_concurrency"


def profile_with(row, header='name = "mine"\ntitle = "Mine"\ndescription = "A profile."\n'):
    lines = "\n".join(f"{field} = {value}" for field, value in row.items())
    return read_profile(f'{header}[quotas."{KEY}"]\n{lines}\n', "mine.toml")


def test_a_complete_row_loads():
    row = profile_with(ROW).row(KEY)
    assert (row.value, row.unit, row.confidence, row.assumed) == (
        1000,
        "concurrent executions",
        "H",
        False,
    )


@pytest.mark.parametrize("field", ROW)
def test_a_row_that_lacks_anything_does_not_load(field):
    incomplete = {name: value for name, value in ROW.items() if name != field}
    with pytest.raises(QuotaError, match=rf"mine.toml: {KEY}: {field}: Field required"):
        profile_with(incomplete)


@pytest.mark.parametrize(
    ("field", "value", "because"),
    [
        ("source", '""', "source: String should have at least 1 character"),
        ("date", '""', "date: String should match"),
        ("date", '"last summer"', "date: String should match"),
        ("date", "2022-11-14", "date: Input should be a valid string"),
        ("confidence", '"sure"', "confidence: Input should be 'H', 'M', 'L' or 'R'"),
        ("value", "[1]", "value"),
        ("value", "nan", "value"),
        ("value", "inf", "value"),
        ("value", "-1", "-1 is out of range"),
        ("value", "1e13", "is out of range"),
        ("unit", "7", "unit: Input should be a valid string"),
        ("assumed", '"yes"', "assumed: Input should be a valid boolean"),
        ("assumed", "true", "an assumed value needs a note"),
        ("scoop", '"queue"', "scoop: Extra inputs are not permitted"),
        ("key", '"another"', "key: is not for the file to say"),
        ("overridden", "true", "overridden: is not for the file to say"),
        ("by_region", '{ "us-east-1" = "many" }', "mixes sorts of values"),
        ("by_region", '{ "us-east-1" = -3 }', "-3 is out of range"),
        ("choices", '["a", "b"]', ""),
    ],
)
def test_a_row_with_a_wrong_field_does_not_load(field, value, because):
    row = {**ROW, field: value}
    if field == "choices":
        row["value"] = '"c"'
        because = "'c' is not one of a, b"
    with pytest.raises(QuotaError) as error:
        profile_with(row)
    assert str(error.value).startswith(f"mine.toml: {KEY}: ")
    assert because in str(error.value)


@pytest.mark.parametrize(
    ("text", "because"),
    [
        ("name = ", "mine.toml: "),
        ("", "mine.toml: name: a text is needed"),
        ('name = "x"\ntitle = 3\n', "mine.toml: title: a text is needed, not 3"),
        ("colour = 1", "mine.toml: colour: unknown"),
        ('name = "x"\ntitle = "x"\ndescription = "x"\nquotas = 3', "quotas: a table is needed"),
        (
            'name = "x"\ntitle = "x"\ndescription = "x"\n[quotas]\n"a.b" = 3',
            "a.b: a table is needed",
        ),
        (
            'name = "x"\ntitle = "x"\ndescription = "x"\n[absent]\n"a.b" = 3',
            "a.b: a text is needed",
        ),
    ],
)
def test_a_file_that_is_no_profile_does_not_load(text, because):
    with pytest.raises(QuotaError) as error:
        read_profile(text, "mine.toml")
    assert because in str(error.value)


def test_a_key_cannot_be_there_and_absent():
    header = f'name = "m"\ntitle = "M"\ndescription = "."\n[absent]\n"{KEY}" = "why"\n'
    with pytest.raises(QuotaError, match="both a row and absent"):
        profile_with(ROW, header)


@pytest.mark.parametrize(
    ("key", "value", "accepted"),
    [
        ("lambda.account_concurrency", 50, 50),
        ("lambda.account_concurrency", 50.0, 50),
        ("lambda.account_concurrency", "50", 50),
        ("lambda.idle_timeout_s", 90, 90.0),
        ("lambda.idle_timeout_s", "15 min", 900.0),
        ("lambda.memory_max_mb", "3008 MB", 3008),
        ("esm.payload_max_bytes", "1 MB", 1048576),
        ("lambda.scaling_scope", "region", "region"),
        ("esm.sqs.report_batch_item_failures", False, False),
        ("price.lambda.request_usd", 0, 0.0),
    ],
)
def test_an_override_is_accepted_and_marked(key, value, accepted):
    profile = load_profile("aws-2026")
    changed = profile.override(key, value)
    row = changed.row(key)
    assert (row.value, row.overridden, row.original) == (accepted, True, profile.value(key))
    assert type(row.value) is type(profile.value(key))
    assert row.source == profile.row(key).source
    assert [one for one in changed.rows() if one.overridden] == [row]
    assert not any(one.overridden for one in profile.rows()), "the profile itself is unchanged"


def test_an_override_twice_remembers_the_first_value():
    profile = load_profile("aws-2026").override("esm.sqs.pollers_max", 7)
    assert profile.override("esm.sqs.pollers_max", 8).row("esm.sqs.pollers_max").original == 1250


def test_an_override_holds_in_every_region():
    profile = load_profile("aws-2022").override("lambda.scaling_burst", 42)
    assert {profile.value("lambda.scaling_burst", r) for r in ("us-east-1", None)} == {42}


def test_a_behaviour_can_be_switched_off():
    profile = load_profile("aws-2026")
    key = "esm.sqs.report_batch_item_failures"
    assert profile.has(key)
    assert not profile.override(key, False).has(key)


@pytest.mark.parametrize(
    ("key", "value", "because"),
    [
        ("lambda.acount_concurrency", 1, "did you mean lambda.account_concurrency"),
        ("concurrency", 1, "there is no quota 'concurrency'"),
        ("x" * 10_000, 1, "there is no quota"),
        ("esm.sqs.effective_visibility_extra_s", 1, "profile aws-2026 has no"),
        ("lambda.account_concurrency", -1, "-1 is out of range"),
        ("lambda.account_concurrency", 10**12, "is out of range"),
        ("lambda.account_concurrency", 10**400, "is out of range"),
        ("lambda.account_concurrency", 1.5, "1.5 is not a whole number"),
        ("lambda.account_concurrency", float("nan"), "nan is not a whole number"),
        ("lambda.account_concurrency", "many", "'many' is not a number"),
        ("lambda.account_concurrency", True, "True is not a whole number"),
        ("lambda.account_concurrency", None, "None is not a whole number"),
        ("lambda.account_concurrency", [1], "[1] is not a whole number"),
        ("lambda.idle_timeout_s", "15 mn", "A duration is a number with ms, s, min, h or d"),
        ("lambda.idle_timeout_s", float("inf"), "inf is out of range"),
        ("lambda.idle_timeout_s", float("nan"), "nan is out of range"),
        ("lambda.idle_timeout_s", 10**400, "is not a number"),
        ("lambda.scaling_scope", "moon", "'moon' is not one of function, region"),
        ("lambda.scaling_scope", 3, "3 is not a name"),
        ("esm.sqs.report_batch_item_failures", 1, "1 is not true or false"),
        ("esm.sqs.report_batch_item_failures", "yes", "'yes' is not true or false"),
        ("esm.sqs.initial_pollers", 0, "between 1 and 100000"),
    ],
)
def test_an_implausible_override_is_refused_with_the_reason(key, value, because):
    with pytest.raises(QuotaError) as error:
        load_profile("aws-2026").override(key, value)
    assert because in str(error.value)
    assert len(str(error.value)) < 300


@pytest.mark.parametrize("ask", ["value", "get", "has", "row"])
def test_a_misspelt_key_never_goes_unnoticed(ask):
    with pytest.raises(QuotaError, match=r"did you mean esm\.sqs\.pollers_max"):
        getattr(load_profile("aws-2026"), ask)("esm.sqs.poller_max")
