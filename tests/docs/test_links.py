"""Links between pages, to files and to headings lead somewhere; pictures are there."""

import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

from tests.docs.pages import ROOT, pages, prose, rooms

pytestmark = pytest.mark.docs

LINK = re.compile(r"(?<!\\)\[(?:[^\]\\]|\\.)*\]\(([^)\s]+)\)|(?:src|srcset|href)=\"([^\"]+)\"")
HEADING = re.compile(r"^#+ +(.+?) *$", re.MULTILINE)
NAMED = re.compile(rf"`((?:{'|'.join(map(re.escape, rooms()))})/[\w./-]+)`")
EXAMPLE = re.compile(r"As an example, an? (\w+)")  # of a recipe, which tells to make its files
LARGEST_PICTURE_BYTES = 300_000


def links(page: Path) -> list[str]:
    return [first or second for first, second in LINK.findall(prose(page))]


@cache
def anchors(page: Path) -> set[str]:
    """The headings of a page as a forge names them."""
    found: set[str] = set()
    for heading in HEADING.findall(prose(page)):
        words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower()
        name = re.sub(r"[^\w\- ]", "", words).replace(" ", "-")
        found.add(name if name not in found else f"{name}-1")
    return found


def broken(page: Path) -> list[str]:
    return [link for link in links(page) if "://" not in link and not leads_somewhere(page, link)]


def leads_somewhere(page: Path, link: str) -> bool:
    name, _, anchor = link.partition("#")
    target = (page.parent / name).resolve() if name else page
    if not target.is_relative_to(ROOT) or not target.exists():
        return False
    return not anchor or anchor in anchors(target)


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page):
    assert broken(page) == []


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.relative_to(ROOT).as_posix())
def test_files_that_are_named_exist(page):
    missing = [name for name in NAMED.findall(prose(page)) if not (ROOT / name).exists()]
    examples = EXAMPLE.findall(prose(page))
    unmade = [name for name in missing if Path(name).stem not in examples]
    assert [name for name in unmade if not is_built(name)] == []


def is_built(name: str) -> bool:
    """Made by `make setup` or by running: git is told to leave it alone."""
    command = ["git", "check-ignore", "--quiet", f"{name}/"]
    return subprocess.run(command, cwd=ROOT, check=False).returncode == 0


def test_every_page_can_be_reached_from_the_index():
    reached: set[Path] = set()
    waiting = [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in reached:
            continue
        reached.add(page)
        targets = [(page.parent / link.partition("#")[0]).resolve() for link in links(page)]
        waiting += [target for target in targets if target.suffix == ".md" and target.is_file()]
        waiting += [path for folder in targets if folder.is_dir() for path in folder.glob("*.md")]
    documents = {page for page in pages() if page.is_relative_to(ROOT / "docs")}
    assert sorted(documents - reached) == []


def test_pictures_are_small():
    pictures = list((ROOT / "docs" / "images").glob("*.png"))
    assert [p.name for p in pictures if p.stat().st_size > LARGEST_PICTURE_BYTES] == []
