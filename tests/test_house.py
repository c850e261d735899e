"""Laws of the house: what holds for every file of the project, whoever writes it."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
FRONT_END = ROOT / "static" / "src"

# Written in halves, or this file would break its own law.
REGISTRIES = [
    f"{name}.{domain}".encode()
    for name, domain in [
        ("files", "pythonhosted.org"),
        ("pypi", "org"),
        ("registry", "npmjs.org"),
        ("registry", "yarnpkg.com"),
        ("npm.pkg", "github.com"),
        ("registry", "npmmirror.com"),
    ]
]

# From the bottom up: each may import itself and what stands before it.
LAYERS = ["core", "charts", "panels", "pages"]
IMPORT = re.compile(r"""(?:\bfrom|\bimport)\s*\(?\s*["']([^"']+)["']""")


def git_files(*options: str) -> list[Path]:
    listing = subprocess.run(
        ["git", "ls-files", "-z", *options], cwd=ROOT, capture_output=True, check=True
    )
    names = {name for name in listing.stdout.decode().split("\0") if name}
    return sorted(path for name in names if (path := ROOT / name).is_file())


def project_files() -> list[Path]:
    """What is tracked, and what would be with the next commit."""
    return git_files("--cached", "--others", "--exclude-standard")


def named(paths: list[Path]) -> list[str]:
    return [path.relative_to(ROOT).as_posix() for path in paths]


def test_no_file_names_a_package_registry():
    offenders = [
        path
        for path in project_files()
        if any(registry in path.read_bytes() for registry in REGISTRIES)
    ]
    assert named(offenders) == []


def test_the_node_lock_records_checksums_and_no_addresses():
    lock = (ROOT / "package-lock.json").read_text()
    assert '"resolved"' not in lock
    assert lock.count('"integrity"') > 20


def test_the_python_lock_pins_every_package_with_hashes():
    lock = (ROOT / "requirements.lock").read_text()
    entries = re.split(r"\n(?=\S)", lock.strip())
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []
    assert "://" not in lock


def test_the_python_lock_satisfies_the_project():
    lock = (ROOT / "requirements.lock").read_text()
    pinned = dict(re.findall(r"^([\w.-]+)==(\S+)", lock, re.MULTILINE))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    for requirement in map(Requirement, wanted):
        version = pinned.get(requirement.name.lower().replace("_", "-"))
        assert version is not None, f"{requirement} is not in requirements.lock: make lock"
        assert requirement.specifier.contains(version), f"{requirement}, but {version} is locked"


def test_nothing_built_or_installed_is_tracked():
    made = ("node_modules/", "static/dist/", "staticfiles/", ".venv/", ".tools/", ".reports/")
    assert [name for name in named(git_files("--cached")) if name.startswith(made)] == []


def test_sources_stay_short():
    long = {
        path.relative_to(ROOT).as_posix(): lines
        for path in project_files()
        if path.suffix in {".py", ".ts", ".tsx"}
        and (lines := len(path.read_text(encoding="utf-8").splitlines())) >= 300
    }
    assert long == {}, "a file of 300 lines becomes several, in Python a package of the same name"


def test_python_layers():
    command = Path(sys.executable).with_name("lint-imports")
    outcome = subprocess.run(
        [command, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


def front_end_sources() -> list[Path]:
    return [
        path
        for path in project_files()
        if path.is_relative_to(FRONT_END) and path.suffix in {".ts", ".tsx", ".js", ".mjs"}
    ]


def layer(path: Path) -> str | None:
    """The layer a path under static/src lies in, or None where it is outside of all."""
    if not path.is_relative_to(FRONT_END):
        return None
    first = path.relative_to(FRONT_END).parts[0]
    return first if first in LAYERS else None


def upward_imports(path: Path, source: str) -> list[str]:
    """The imports of a front-end file that reach above its own layer, or out of the house."""
    own = layer(path)
    allowed = LAYERS[: LAYERS.index(own) + 1] if own else []
    relative = [name for name in IMPORT.findall(source) if name.startswith(".")]
    return [
        name
        for name in relative
        if not name.split("?")[0].endswith((".css", ".json"))
        and layer((path.parent / name).resolve()) not in allowed
    ]


def test_every_front_end_source_lies_in_a_layer():
    assert named([path for path in front_end_sources() if layer(path) is None]) == []


def test_front_end_layers():
    offenders = {
        path.relative_to(FRONT_END).as_posix(): upward
        for path in front_end_sources()
        if (upward := upward_imports(path, path.read_text(encoding="utf-8")))
    }
    assert offenders == {}, f"layers from the bottom up: {', '.join(LAYERS)}"


@pytest.mark.parametrize(
    ("path", "source", "upward"),
    [
        ("core/a.ts", 'import { b } from "./b";', []),
        ("pages/lab.ts", 'import { b } from "../core/b.ts";', []),
        ("core/a.ts", 'import type { B } from "../charts/b";', ["../charts/b"]),
        ("charts/a.ts", 'export * from "../panels/b";', ["../panels/b"]),
        ("panels/a.ts", 'const b = await import("../pages/b");', ["../pages/b"]),
        ("panels/a.ts", 'import "../pages/b.ts";', ["../pages/b.ts"]),
        ("panels/a.ts", 'import uPlot from "uplot";', []),
        ("charts/a.ts", 'import {\n  b,\n} from "../../../vite.config";', ["../../../vite.config"]),
    ],
)
def test_the_layer_check_sees_every_form_of_import(path, source, upward):
    assert upward_imports(FRONT_END / path, source) == upward
