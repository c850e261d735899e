"""Which attributes may change: those listed, each with its reason if it may not."""

from dataclasses import dataclass, replace

import pytest

from simcore.engine.retuning import Tunable
from simcore.errors import EngineBug, RetuneError


@dataclass(frozen=True)
class Settings:
    delay_s: float = 1.0
    most: int = 5


TUNABLE = Tunable(Settings, frozenset({"delay_s"}), {"most": "it is a quota"})


def test_the_changes_are_named():
    assert TUNABLE.changes("orders", Settings(), Settings(delay_s=2.0)) == {"delay_s"}
    assert TUNABLE.changes("orders", Settings(), Settings()) == set()


def test_what_may_not_change_is_named_with_the_reason():
    with pytest.raises(RetuneError) as raised:
        TUNABLE.changes("orders", Settings(), replace(Settings(), most=6))
    assert (raised.value.component, raised.value.attribute) == ("orders", "most")
    assert str(raised.value) == "orders: most cannot change during a run: it is a quota"


def test_settings_of_another_kind_are_none_of_its_business():
    with pytest.raises(RetuneError, match="stays what it is"):
        TUNABLE.changes("orders", Settings(), TUNABLE)


@pytest.mark.parametrize(
    ("names", "fixed"),
    [(set(), {"most": ""}), ({"delay_s", "most"}, {"most": ""}), ({"delay", "most"}, {})],
    ids=["forgotten", "twice", "unknown"],
)
def test_every_attribute_is_listed_once(names, fixed):
    with pytest.raises(EngineBug, match="Settings"):
        Tunable(Settings, frozenset(names), fixed)
