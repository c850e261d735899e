"""A viewer as the protocol describes it, over any transport with send and receive."""

import json
import zlib
from dataclasses import dataclass, field

from visualizer.protocol import unpack_frame


@dataclass
class Viewer:
    """Notes what a server says; `answer` gives the acknowledgement that is due."""

    every: int = 4
    window: int | None = None  # asked for, where it is not the usual one
    frames: list[int] = field(default_factory=list)
    last: bytes = b""
    header: dict = field(default_factory=dict)
    states: list[dict] = field(default_factory=list)
    end: dict = field(default_factory=dict)
    error: dict = field(default_factory=dict)
    order: list[str] = field(default_factory=list)

    @property
    def hello(self) -> str:
        wide = {} if self.window is None else {"window": self.window}
        return json.dumps({"type": "hello", "protocol": 1, "after": self.after, **wide})

    @property
    def after(self) -> int:
        return self.frames[-1] if self.frames else -1

    def take(self, message: str | bytes) -> str | None:
        if isinstance(message, bytes):
            number, blob = unpack_frame(message)
            assert json.loads(zlib.decompress(blob))["n"] == number
            self.frames.append(number)
            self.last = message
            self.order.append("frame")
            due = len(self.frames) % self.every == 0
            return json.dumps({"type": "ack", "n": number}) if due else None
        said = json.loads(message)
        self.order.append(said["type"])
        if said["type"] == "state":
            self.states.append(said)
        else:
            setattr(self, said["type"], said)
        return None
