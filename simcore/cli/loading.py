"""What a command loads stays until it ends: nobody looks through it for garbage."""

from __future__ import annotations

import gc
import os

__all__ = ["is_loaded", "load_quickly"]


def load_quickly() -> None:
    """The process is ours, and begins: Python collects no garbage until something computes.

    Nor does pydantic look through all that is installed for plugins, of which we have none, and
    numpy starts no threads for the linear algebra that no simulation does.
    """
    gc.disable()
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def is_loaded() -> None:
    """From here on something computes: garbage is collected, but for what is there by now."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()
