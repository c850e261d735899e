"""Frozen data classes that share what they need do as those of the standard library."""

from __future__ import annotations

import pickle
from dataclasses import FrozenInstanceError, dataclass, field, fields, replace

import pytest

from simcore.frozen import frozen


@dataclass(frozen=True)
class Written:
    """By the standard library."""

    name: str
    sizes: tuple[int, ...] = ()
    note: str = field(default="", compare=False, repr=False)


@frozen
class Shared:
    """The same by ours."""

    name: str
    sizes: tuple[int, ...] = ()
    note: str = field(default="", compare=False, repr=False)


@frozen
class Other(Shared):
    """One more, with the same fields."""

    def __repr__(self) -> str:
        return "its own"


def test_it_compares_hashes_and_shows_itself_as_the_standard_library_has_it() -> None:
    for name, sizes in (("a", ()), ("b", (1, 2))):
        ours, theirs = Shared(name, sizes, "x"), Written(name, sizes, "x")
        assert ours == Shared(name, sizes, "y")
        assert ours != Shared(name, (*sizes, 3), "x")
        assert hash(ours) == hash(theirs)
        assert repr(ours) == repr(theirs).replace("Written", "Shared")
    assert Other("a") != Shared("a")
    assert repr(Other("a")) == "its own"
    assert ours.__eq__("b") is NotImplemented


def test_it_is_what_it_was_made_as() -> None:
    ours = Shared("a")
    for name in ("name", "note", "unheard_of"):
        with pytest.raises(FrozenInstanceError):
            setattr(ours, name, "b")
        with pytest.raises(FrozenInstanceError):
            delattr(ours, name)
    assert ours == Shared("a")


def test_it_is_a_data_class_that_pickles() -> None:
    ours = replace(Shared("a", (1,)), note="n")
    assert [part.name for part in fields(ours)] == ["name", "sizes", "note"]
    again = pickle.loads(pickle.dumps(ours))
    assert (again, again.note) == (ours, "n")
