"""Fields that came later are not in what a run is named by, while they say nothing."""

from typing import Annotated

from pydantic import Field

from simcore.spec.annotations import Silent
from simcore.spec.base import Spec
from simcore.spec.silent import silent_fields


class Inner(Spec):
    old: int = 1
    new: Annotated[int, Silent()] = 2


class Outer(Spec):
    inner: Inner = Inner()
    listed: tuple[Inner, ...] = ()
    named: dict[str, Inner] = Field(default_factory=dict)
    new: Annotated[Inner | None, Silent()] = None


def written(spec):
    return spec.model_dump(exclude=silent_fields(spec))


def test_what_says_nothing_is_left_out_wherever_it_lies():
    outer = Outer(listed=(Inner(), Inner(new=3)), named={"a": Inner()})
    assert written(outer) == {
        "inner": {"old": 1},
        "listed": ({"old": 1}, {"old": 1, "new": 3}),
        "named": {"a": {"old": 1}},
    }


def test_what_is_said_stays_and_is_read_again():
    outer = Outer(new=Inner(new=2))
    assert written(outer)["new"] == {"old": 1}
    assert Outer.model_validate(written(outer)) == outer
