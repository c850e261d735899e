"""What is compiled can be, and is used where it is of this very code. No compiler is needed."""

import sys

import pytest

import simcore
from simcore import compiled
from tests.determinism.builds import python
from tests.determinism.conftest import ROOT


def test_the_tests_run_on_the_sources():
    assert compiled.build() == "pure"
    assert simcore.compiled is compiled


def test_mypyc_takes_every_module_on_the_list(tmp_path, monkeypatch):
    """Up to C: what a C compiler makes of that, and what it comes to, is in test_build.py."""
    from tools import fast  # with all of mypy

    monkeypatch.chdir(fast.copied(tmp_path))
    made = fast.mypycify([*fast.OPTIONS, *fast.paths()], target_dir="c")
    assert len([one for one in made if one.name.startswith("simcore.")]) == len(fast.paths())


@pytest.fixture
def claimed(tmp_path):
    """A folder that says that it is a build of this code, and compiles nothing."""
    (tmp_path / "modules").mkdir()
    lines = [compiled.line_of(source) for source in compiled.sources()]
    (tmp_path / compiled.LIST).write_text("\n".join([f"{compiled.python()} feed", *lines]) + "\n")
    return tmp_path


def version(folder, **variables):
    said = python("simcore", "version", folder=folder, **variables).stdout.decode()
    return said.strip().partition(", ")[2]


def edit(folder, before, after):
    listed = folder / compiled.LIST
    text = listed.read_text()
    assert before in text
    listed.write_text(text.replace(before, after))


def test_a_build_of_this_code_is_used(claimed):
    assert version(claimed) == "mypyc feed"


def test_unless_it_is_not_wanted(claimed):
    assert version(claimed, WINDTUNNEL_PURE="1") == "pure"


def test_times_do_not_matter_where_the_contents_are_the_same(claimed):
    source = ROOT / "simcore" / "units.py"
    edit(claimed, str(source.stat().st_mtime_ns), "1")
    assert version(claimed) == "mypyc feed"


def test_one_other_source_and_all_is_taken_from_the_sources(claimed):
    source = compiled.HERE / "units.py"
    edit(claimed, compiled.line_of(source), f"{'0' * 64} 1 1 units.py")
    assert version(claimed) == "pure"


def test_a_source_that_is_gone_likewise(claimed):
    edit(claimed, " units.py", " unities.py")
    assert version(claimed) == "pure"


def test_a_build_for_another_python_likewise(claimed):
    edit(claimed, sys.implementation.cache_tag, "cpython-39")
    assert version(claimed) == "pure"


def test_where_there_is_no_build_nothing_is_compared(tmp_path):
    assert version(tmp_path) == "pure"
