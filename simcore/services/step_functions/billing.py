"""What an express execution is charged for: its duration and its memory, rounded up by steps.

The steps and their memory are rows of the profile (`price.stepfunctions.express_...`).
"""

from __future__ import annotations

from math import ceil

from simcore.services.step_functions.settings import BillingSettings

__all__ = ["billed"]

ROUNDING = 1e-6
"""Of a step: 0.3 s are three steps of 100 ms, whatever floats make of them."""
MB = 1024 * 1024


def billed(settings: BillingSettings, lasted_s: float, data_bytes: int) -> tuple[int, int]:
    """Milliseconds and megabytes; ``data_bytes`` are those of its input."""
    steps = max(ceil(lasted_s * 1000.0 / settings.duration_step_ms - ROUNDING), 1)
    used = settings.memory_base_bytes + data_bytes * settings.parallel_steps
    chunks = max(ceil(used / MB / settings.memory_step_mb - ROUNDING), 1)
    return steps * settings.duration_step_ms, chunks * settings.memory_step_mb
