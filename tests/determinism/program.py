"""A process of its own: computes a run, or the rest of one from its snapshot, and prints it.

    python -m tests.determinism.program run SCENARIO
    python -m tests.determinism.program rest SNAPSHOT...
    python -m tests.determinism.program put-away SCENARIO FRAMES SNAPSHOT

One line a run: the frames computed here and the result, as JSON, without the wall-clock block. The
last one prints nothing: it writes what the second one goes on with.
"""

import sys
from hashlib import sha256
from itertools import islice
from pathlib import Path

import orjson

import simcore


def told(run):
    """What a run says from here on to its end: a line of JSON, and the last of its frames."""
    frames = [orjson.dumps(frame.payload) for frame in run.frames()]
    document = run.result().as_dict()
    del document["wall"]
    digests = [sha256(frame).hexdigest() for frame in frames]
    return orjson.dumps({"frames": digests, "result": document})


def put_away(scenario, frames, snapshot):
    """Leave the run there as it is after so many frames."""
    run = simcore.Run(simcore.load_scenario(Path(scenario)))
    list(islice(run.frames(), int(frames)))
    Path(snapshot).write_bytes(run.snapshot())


def main(command, *paths):
    if command == "put-away":
        return put_away(*paths)
    for path in map(Path, paths):
        if command == "run":
            run = simcore.Run(simcore.load_scenario(path))
        else:
            run = simcore.Run.restore(path.read_bytes())
        sys.stdout.buffer.write(told(run) + b"\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
