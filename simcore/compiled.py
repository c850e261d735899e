"""The compiled build of the modules in which a run spends its time, where there is one.

`make fast` compiles them with mypyc (`tools/fast.py`) into a folder of its own, `.fast`, and leaves
a list of the sources there. The build belongs to exactly these sources and this Python: when one of
them differs, all modules are taken from the sources again, as without a build. Nothing is compared
where there is no build; where there is, sizes and times are, and contents only when these differ.

`WINDTUNNEL_PURE=1` leaves a build alone; `WINDTUNNEL_FAST` names another folder to look in.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib.machinery import EXTENSION_SUFFIXES, ExtensionFileLoader, ModuleSpec
from importlib.util import spec_from_file_location
from pathlib import Path
from types import ModuleType

HERE = Path(__file__).parent
LIST = "sources.txt"
"""In the folder of a build: whose it is, then a line for each source: digest, size, time, path."""

_build = ""


def folder() -> Path:
    """Where the build lies, if there is one."""
    return Path(os.environ.get("WINDTUNNEL_FAST") or HERE.parent / ".fast")


def build() -> str:
    """How the hot modules of this process are run: `pure`, or `mypyc` and the build's digest."""
    return _build or "pure"


def use() -> None:
    """From here on import the hot modules as they are in the build, if it belongs to this code."""
    global _build
    made = folder() / LIST
    if os.environ.get("WINDTUNNEL_PURE") == "1" or not made.is_file():
        return
    owner, *sources = made.read_text(encoding="utf-8").splitlines()
    whose, _, digest = owner.rpartition(" ")
    if whose == python() and all(map(_is_as_it_was, sources)):
        _build = f"mypyc {digest[:12]}"
        sys.meta_path.insert(0, _Compiled())


def python() -> str:
    """What a build is for, beside the sources."""
    return f"{sys.implementation.cache_tag} {sys.version_info[:3]} {EXTENSION_SUFFIXES[0]}"


def digest_of(source: Path) -> str:
    """Of a source's contents."""
    from hashlib import sha256  # takes its time, and is seldom needed

    return sha256(source.read_bytes()).hexdigest()


def sources() -> list[Path]:
    """What a build depends on: all modules, for a compiled one knows the types of the others."""
    return sorted(HERE.rglob("*.py"))


def line_of(source: Path) -> str:
    """What is noted about a source."""
    seen = source.stat()
    path = source.relative_to(HERE).as_posix()
    return f"{digest_of(source)} {seen.st_size} {seen.st_mtime_ns} {path}"


def _is_as_it_was(line: str) -> bool:
    digest, size, time, path = line.split(" ", 3)
    try:
        seen = os.stat(f"{HERE}/{path}")
        if (str(seen.st_size), str(seen.st_mtime_ns)) == (size, time):
            return True
        return digest_of(HERE / path) == digest
    except OSError:
        return False


class _Compiled:
    """Finds the modules of the build, before anything else does."""

    def __init__(self) -> None:
        self._modules = f"{folder()}/modules"

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """As every finder on `sys.meta_path` has it."""
        # mypyc's own library, which all of them share, has a name of its own without a dot.
        if not name.startswith("simcore.") and not name.endswith("__mypyc"):
            return None
        file = f"{self._modules}/{name.replace('.', '/')}{EXTENSION_SUFFIXES[0]}"
        if not os.path.isfile(file):
            if not os.path.isdir(self._modules):
                raise ImportError("the compiled build was removed in the meantime; start again")
            return None
        return spec_from_file_location(name, file, loader=ExtensionFileLoader(name, file))
