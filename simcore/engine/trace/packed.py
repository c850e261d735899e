"""A trace that was read, as bytes: to keep it beside its file instead of reading that again."""

from __future__ import annotations

import io
import json
from typing import Any

import numpy as np

from simcore.engine.trace.model import Trace

FORMAT = 1  # a part of the name under which it is kept


def pack(trace: Trace) -> bytes:
    """The trace in numpy's npz."""
    told = {
        "interval_s": trace.interval_s,
        "first_epoch_s": trace.first_epoch_s,
        "sha256": trace.sha256,
        "notes": trace.notes,
    }
    parts: dict[str, Any] = {"told": np.frombuffer(json.dumps(told).encode(), np.uint8)}
    parts["times_s"] = trace.times_s
    if trace.counts is not None:
        parts["counts"] = trace.counts
    if trace.keys:
        parts["keys"] = np.array(trace.keys, np.int64)
    held = io.BytesIO()
    np.savez(held, **parts)
    return held.getvalue()


def unpack(packed: bytes) -> Trace:
    """The trace that was packed; raises ValueError, KeyError or OSError when the bytes are not."""
    with np.load(io.BytesIO(packed), allow_pickle=False) as parts:
        told = json.loads(parts["told"].tobytes())
        return Trace(
            times_s=parts["times_s"],
            counts=parts.get("counts"),
            interval_s=told["interval_s"],
            first_epoch_s=told["first_epoch_s"],
            sha256=told["sha256"],
            notes=tuple(told["notes"]),
            keys=tuple(parts["keys"].tolist()) if "keys" in parts else (),
        )
