"""One followed message's way through a run: its steps as phases, and in words."""

from simcore.reporting.life.told import life_of, most_telling

__all__ = ["life_of", "most_telling"]
