"""Compile the modules in which a run spends its time, with mypyc: `make fast`.

    python tools/fast.py [FOLDER [LEVEL]]    into FOLDER, by default `.fast`; LEVEL of the C
                                             compiler, by default 2

Needs a C compiler; mypyc comes with mypy. When a build is used, says `simcore/compiled.py`. Nothing
is done where the folder has the build of this very code already. The modules that are not on the
list were not faster compiled, or are written as mypyc does not take it.
"""

import contextlib
import fcntl
import os
import re
import shutil
import sys
import sysconfig
from hashlib import sha256
from pathlib import Path

from mypy.version import __version__ as mypy_version
from mypyc.build import mypycify
from setuptools import setup

from simcore import compiled

MODULES = {
    "awslambda": "environments function pools version",
    "awslambda/event_source_mapping": "batch fifo fleet sqs waiting",
    "awslambda/event_source_mapping/streams": "batch gathering lane mapping reader records stories",
    "engine": "clock timeline token_bucket virtual_schedule",
    "engine/arrivals": "open_loop",
    "roles": "grouped invocable polled",
    "services/clients": "grouped keyed open_loop",
    "services/sqs": "consumers in_flight redrive retention stories",
    "services/sqs/fifo": "coming group groups queue receipts stories throughput unusual",
    "services/sqs/standard": "coming duplicates moved new poison queue receipts returned",
}
"""By folder."""

NO_COMPILER = 3
"""The exit status where there is none."""

SAME_NUMBERS = "-ffp-contract=off"
"""Where a processor can multiply and add in one step, C compilers use it, and round once less."""

NO_WARNINGS = "-Wno-all"
"""Nobody wrote the C: to look for faults in it took the compiler twice its own time."""

OPTIONS = [
    "--config-file=",  # plugins for pydantic and Django are not needed here, and slow
    "--ignore-missing-imports",
    "--follow-imports=silent",
]


IMPORT = "from mypy_extensions import mypyc_attr\n"
CLASS = re.compile(r"^(@dataclass.*\n)?class \w+(\(.*\))?:$", re.MULTILINE)


def paths() -> list[str]:
    """The sources that are compiled, from the project's root."""
    return [
        f"simcore/{room}/{name}.py" for room, names in MODULES.items() for name in names.split()
    ]


def owner(level: str) -> str:
    """Whose the build is: the interpreter's, and a digest of all that goes into it."""
    digests = map(compiled.digest_of, [Path(__file__), *compiled.sources()])
    about = "\n".join([mypy_version, level, *paths(), *digests])
    return f"{compiled.python()} {sha256(about.encode()).hexdigest()}"


def has_compiler() -> bool:
    """Is there a C compiler, as the interpreter was built with, and are its headers?"""
    command = os.environ.get("CC") or sysconfig.get_config_var("CC") or "cc"
    headers = Path(sysconfig.get_path("include"), "Python.h")
    return shutil.which(command.split()[0]) is not None and headers.is_file()


def copied(to: Path) -> Path:
    """The sources once more, where each class that is compiled says what mypyc has to know of it.

    What is put away in snapshots must be made without its ``__init__``, which mypyc allows where a
    subclass might not be compiled (its ``serializable`` never calls any). What has a base that is
    not compiled, as the environment has SimPy's, stays an ordinary class with compiled methods; so
    do the few data classes, which are never hot.
    """
    shutil.copytree(compiled.HERE, to / "simcore", ignore=shutil.ignore_patterns("__pycache__"))
    for path in map(to.joinpath, paths()):
        text = CLASS.sub(_with_its_kind, path.read_text(encoding="utf-8"))
        after = "from __future__ import annotations\n"
        path.write_text(text.replace(after, after + IMPORT, 1), encoding="utf-8")
    return to


def _with_its_kind(found: re.Match[str]) -> str:
    bases = found[2] or ""
    if any(base in bases for base in ("Protocol", "Exception", "NamedTuple")):
        return found[0]
    kind = (
        "native_class=False"
        if found[1] or "simpy." in bases
        else "allow_interpreted_subclasses=True"
    )
    return f"@mypyc_attr({kind})\n{found[0]}"


def build(into: Path, level: str) -> bool:
    """Compile, unless it is done already; the list comes last: what has none is no build."""
    made, whose = into / compiled.LIST, owner(level)
    if made.is_file() and made.read_text(encoding="utf-8").startswith(f"{whose}\n"):
        return False
    shutil.rmtree(into, ignore_errors=True)
    notes = [compiled.line_of(source) for source in compiled.sources()]
    with contextlib.chdir(copied(into / "copy")):
        extensions = mypycify([*OPTIONS, *paths()], opt_level=level, target_dir=str(into / "c"))
        arguments = ["--quiet", "build_ext", "--build-lib", str(into / "modules")]
        arguments += ["--build-temp", str(into / "objects")]
        for extension in extensions:
            extension.extra_compile_args += [SAME_NUMBERS, NO_WARNINGS]
        setup(name="fast", packages=[], ext_modules=extensions, script_args=arguments)
    for rest in ("c", "copy", "objects"):
        shutil.rmtree(into / rest)
    made.write_text("\n".join([whose, *notes]) + "\n", encoding="utf-8")
    return True


def main() -> None:
    into = Path(sys.argv[1]) if len(sys.argv) > 1 else compiled.folder()
    level = sys.argv[2] if len(sys.argv) > 2 else "2"
    if not has_compiler():
        print("make fast needs a C compiler: on Debian, apt-get install gcc python3-dev")
        sys.exit(NO_COMPILER)
    with open(__file__) as one_at_a_time:
        fcntl.flock(one_at_a_time, fcntl.LOCK_EX)
        is_new = build(into.resolve(), level)
    print(f"compiled: {len(paths())} modules" if is_new else "compiled already")


if __name__ == "__main__":
    main()
