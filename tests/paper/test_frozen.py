"""Environments at a moment, and as a picture."""

import re
from pathlib import Path

import orjson

from simcore.paper.frozen import Grid, frozen
from simcore.paper.grid import MOST_CELLS, STATES, picture, words
from simcore.paper.page import TEMPLATES

TOKENS = Path(__file__).parents[2] / "static" / "src" / "styles" / "tokens.css"


def frame(t0, slots, moves=None, **more):
    told = {"slots": slots, "changes": 0, "limit": 5, "limited_by": "reserved", "refused": 2}
    told |= {"moves": moves} if moves else {}
    return orjson.dumps({"t0": t0, "t1": t0 + 1, "environments": {"worker": told | more}})


MOVES = [[0.2, 0.5, 0.8], [0, 1, 0], ["N", "B", "B"]]


def test_moves_are_made_up_to_the_moment():
    found = frozen([frame(0.0, "B2", MOVES)], [0.1, 0.2, 0.6, 0.9])
    assert {t: grids["worker"].slots for t, grids in found.items()} == {
        0.1: "", 0.2: "N", 0.6: "NB", 0.9: "BB"}  # fmt: skip


def test_where_no_moves_are_told_it_is_as_it_was_at_the_end_of_the_frame_before():
    found = frozen([frame(0.0, "B2I.3N"), frame(1.0, "I3")], [1.5])
    assert found[1.5]["worker"].slots == "BBI...N"


def test_what_lies_beyond_the_frames_is_not_told():
    assert frozen([frame(0.0, "B")], [7.0]) == {}


def test_a_picture_in_words():
    assert words(Grid("BBI.N", 5, "reserved", 2)) == (
        "1 initialising, 2 busy, 1 idle",
        "at most 5 (reserved); 2 refused in this second",
    )
    assert words(Grid("", None, "", 0)) == ("no environments",)


def test_each_environment_has_a_place_of_its_own():
    drawn = picture("Worker", Grid("BI.B" * 90, 400, "reserved", 3))
    assert len({(cell.x, cell.y) for cell in drawn.cells}) == len(drawn.cells) == 270
    assert max(cell.y + cell.side for cell in drawn.cells) <= drawn.below <= drawn.line
    assert len(drawn.refused) == 3
    assert max(cell.y + cell.side for cell in drawn.refused) <= drawn.height


def test_of_many_the_shares_are_shown():
    drawn = picture("Worker", Grid("B" * 600 + "I" * 200, None, "", 0))
    assert drawn.cells == ()
    assert [(one.state, one.wide) for one in drawn.shares] == [("B", 300.0), ("I", 100.0)]
    assert picture("Worker", Grid("B" * MOST_CELLS, None, "", 0)).shares == ()


def test_the_colours_are_those_of_the_laboratory():
    css, tokens = (TEMPLATES / "paper.css").read_text(), TOKENS.read_text()
    names = {"N": "init", "B": "busy", "E": "error", "R": "throttled"}
    for letter, name in names.items():
        light = re.search(rf"--{name}: (#\w+);", tokens)[1]
        assert f".env-{letter} {{ fill: {light};" in css
    assert set(names) | {"P", "I"} == set(STATES) | {"R"}
