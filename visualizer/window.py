"""How much a viewer is sent that it has not acknowledged, so that little piles up."""

from __future__ import annotations

from collections import deque

from visualizer.protocol import WINDOW, WINDOW_BYTES


class Window:
    """Frames on their way to one viewer.

    WINDOW frames always have room, however large they are. Beyond them up to `frames` have, while
    less than WINDOW_BYTES is on its way; a viewer that asks for that acknowledges at the latest
    when half of either has come.
    """

    def __init__(self, after: int, frames: int = WINDOW) -> None:
        self.frames = frames
        self.first = after + 1
        self.next = self.first  # number of the frame to send next
        self.acked = after  # number of the last frame that the viewer has
        self.sizes: deque[int] = deque()  # of the frames between
        self.bytes = 0

    @property
    def told(self) -> dict[str, int]:
        """What the viewer is told of it."""
        return {"frames": self.frames, "bytes": WINDOW_BYTES}

    @property
    def sent(self) -> int:
        """How many frames the viewer was sent."""
        return self.next - self.first

    @property
    def end(self) -> int:
        """Frames from here on have no room whatever their size."""
        return self.acked + 1 + self.frames

    def has_room(self) -> bool:
        """Whether the next frame may be sent."""
        flying = len(self.sizes)
        return flying < WINDOW or (flying < self.frames and self.bytes < WINDOW_BYTES)

    def take(self, packed: list[bytes]) -> list[bytes]:
        """Those of the next frames that have room now; they count as sent."""
        first = self.next
        for frame in packed:
            if not self.has_room():
                break
            self.sizes.append(len(frame))
            self.bytes += len(frame)
            self.next += 1
        return packed[: self.next - first]

    def acknowledge(self, n: int) -> None:
        """The viewer has all frames up to n."""
        while self.acked < n:
            self.bytes -= self.sizes.popleft()
            self.acked += 1
