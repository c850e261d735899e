"""One followed message's, or request's, way through a run: its steps as phases, and in words."""

from simcore.reporting.life.told import life_of, most_telling, story_of

__all__ = ["life_of", "most_telling", "story_of"]
