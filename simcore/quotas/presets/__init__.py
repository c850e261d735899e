"""Presets: dated measurements that fill in what a scenario leaves out.

What AWS does not publish and others have measured. A row without a source does not load.
"""

from simcore.quotas.presets.cold_starts import ColdStart, ColdStarts, cold_starts

__all__ = ["ColdStart", "ColdStarts", "cold_starts"]
