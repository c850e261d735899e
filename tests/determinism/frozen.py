"""What every shipped scenario comes to under every profile, as it was when it was last looked at.

    python -m tests.determinism.frozen              writes `frozen.json` anew (`make golden`)
    python -m tests.determinism.frozen NAME...      prints what some of them come to

A golden file says that something changed, not what is right. What a change of the model moves in
it belongs into the change's description; what a change of the code alone moves is a fault.
"""

import json
import sys
from pathlib import Path

from simcore import ScenarioInvalid, load_scenario
from simcore.quotas import PROFILES
from simcore.scenario.shipped import shipped
from tests.store import StoredRun

FILE = Path(__file__).with_name("frozen.json")
COMBINATIONS = [(slug, profile) for slug in sorted(shipped()) for profile in PROFILES]


def told(slug: str, profile: str) -> dict[str, object]:
    """Fingerprints of what happened (`facts`) and of what a viewer is shown (`frames`), and the
    manifest's, which depends on inputs and `MODEL` too; or what is complained about."""
    try:
        run = StoredRun(load_scenario(slug), profile=profile)
    except ScenarioInvalid as invalid:
        return {"invalid": [check.id for check in invalid.checks]}
    found = run.told()
    return {
        "facts": found["facts"],
        "frames": found["frames"],
        "manifest": run.result().fingerprint,
    }


def main(*names: str) -> None:
    if names:
        print(json.dumps({name: told(*name.split()) for name in names}))
        return
    rows = {f"{slug} {profile}": told(slug, profile) for slug, profile in COMBINATIONS}
    lines = [f"{json.dumps(name)}: {json.dumps(row)}" for name, row in rows.items()]
    FILE.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
