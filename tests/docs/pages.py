"""The project's Markdown pages and what they show."""

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
FENCE = re.compile(r"^( *)```([\w-]*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
TRACE = "timestamp,value\n2014-04-10 00:04:00,94\n2014-04-10 00:09:00,56\n"
SCENARIO = re.compile(r"^ *\"?format\"?: \"?windtunnel\.scenario/1", re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """A fenced block: where it is, its language, its text without the fence's indentation."""

    page: Path
    line: int
    language: str
    text: str

    @property
    def name(self) -> str:
        return f"{self.page.relative_to(ROOT).as_posix()}:{self.line}"

    @property
    def is_scenario(self) -> bool:
        return self.language in {"yaml", "json"} and SCENARIO.search(self.text) is not None


@cache
def files() -> tuple[Path, ...]:
    """Every file that is tracked, or would be with the next commit."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listing = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode()
    return tuple(
        path for name in sorted(set(listing.split("\0"))) if (path := ROOT / name).is_file()
    )


@cache
def pages() -> tuple[Path, ...]:
    """Every Markdown page."""
    return tuple(path for path in files() if path.suffix == ".md")


@cache
def rooms() -> tuple[str, ...]:
    """The folders at the top."""
    parts = [path.relative_to(ROOT).parts for path in files()]
    return tuple(sorted({first for first, *inside in parts if inside}))


@cache
def blocks(page: Path) -> tuple[Block, ...]:
    """The fenced blocks of a page, in order."""
    text = page.read_text(encoding="utf-8")
    return tuple(
        Block(
            page,
            text.count("\n", 0, found.start()) + 1,
            found[2],
            re.sub(f"^{found[1]}", "", found[3], flags=re.MULTILINE),
        )
        for found in FENCE.finditer(text)
    )


def all_blocks(*languages: str) -> list[Block]:
    """The blocks of all pages in these languages."""
    return [b for page in pages() for b in blocks(page) if b.language in languages]


@cache
def prose(page: Path) -> str:
    """The page without its blocks and comments."""
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    return re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL)


def commands(text: str) -> Iterator[str]:
    """The command lines of a shell block: continuation lines joined, comments left out."""
    for line in text.replace("\\\n", " ").splitlines():
        command = line.strip()
        if command and not command.startswith("#"):
            yield command
