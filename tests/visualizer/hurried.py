"""The application in a hurry: what it does every few seconds it does every few tenths of one.

For tests of what comes in the end, not of when.
"""

from functools import partial

from visualizer.asgi import application  # first: it sets Django up

# isort: split
from visualizer import laboratory

__all__ = ["application"]

laboratory.PATIENCE_S = laboratory.AGAIN_S = 0.3
laboratory.Settings = partial(laboratory.Settings, watch_every_s=0.3)
