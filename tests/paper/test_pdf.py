"""Printed by the Chromium that is there; where there is none, that is said."""

import re
import shutil

import pytest

from simcore.paper import pdf
from tests.shares import SOAK

PAGE = "<!doctype html><title>T</title><h1>One</h1><p><a href='https://a.test'>two</a>"


@pytest.fixture
def no_program(monkeypatch):
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(pdf, "NAMES", ("no-such-program",))
    monkeypatch.setattr(pdf, "PLACES", ())


def test_without_a_chromium_it_is_said_what_to_do(no_program):
    with pytest.raises(pdf.PdfImpossible, match="no Chromium was found") as failed:
        pdf.printed_pages(PAGE)
    assert "CHROMIUM" in failed.value.hint
    assert ".html" in failed.value.hint


def test_a_path_that_leads_nowhere_is_named(monkeypatch):
    monkeypatch.setenv("CHROMIUM", "/nowhere/chromium")
    with pytest.raises(pdf.PdfImpossible, match="CHROMIUM=/nowhere/chromium is no program"):
        pdf.chromium()


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("echo it broke >&2; exit 7", r"failed \(7\): it broke"),
        ("exit 0", "printed nothing"),
        ("sleep 5", "did not print within 0.2 s"),
    ],
)
def test_a_program_that_fails_is_told_of(monkeypatch, tmp_path, script, said):
    program = tmp_path / "chromium"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("CHROMIUM", str(program))
    with pytest.raises(pdf.PdfImpossible, match=said):
        pdf.printed_pages(PAGE, within_s=0.2 if "sleep" in script else 10)


def test_what_is_another_one_each_time_is_taken_out_and_nothing_moves():
    one = b"/CreationDate (D:20261130101112+00'00')/ID (node00000039)(node00000041)"
    other = b"/CreationDate (D:20270101101112+00'00')/ID (node00000050)(node00000052)"
    assert pdf._settled(one) == pdf._settled(other)
    assert len(pdf._settled(one)) == len(one)
    assert pdf._settled(one) != pdf._settled(one.replace(b"41", b"38"))


@pytest.mark.skipif(shutil.which("chromium") is None, reason="no chromium")
def test_it_prints(monkeypatch):
    monkeypatch.delenv("CHROMIUM", raising=False)
    printed = pdf.printed_pages(PAGE)
    assert printed.startswith(b"%PDF-")
    assert re.search(rb"/S /H1\b", printed), "a tagged document"
    if SOAK:
        assert pdf.printed_pages(PAGE) == printed


def test_one_who_waits_too_long_for_his_turn_is_told_so(monkeypatch, tmp_path):
    program = tmp_path / "chromium"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.setenv("CHROMIUM", str(program))
    with pdf._turns, pytest.raises(pdf.PdfBusy, match="other reports are being printed"):
        pdf.printed_pages(PAGE, within_s=0.05)
    with pytest.raises(pdf.PdfImpossible, match="printed nothing"):
        pdf.printed_pages(PAGE)
