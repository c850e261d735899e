"""Versions that a result carries."""

VERSION = "0.1.0"
"""Of Windtunnel, as in ``pyproject.toml``."""

MODEL = "9"
"""Of the model: changes whenever the same inputs give another result."""
