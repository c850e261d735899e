"""Quotas, prices and assumptions: dated, cited data with a unit and a scope.

A number has a source or it does not load. Profiles are vintages, kept side by side.
"""

from simcore.quotas.load import DEFAULT_PROFILE, PROFILES, load_profile
from simcore.quotas.model import Profile, Quota, Value
from simcore.quotas.rows import Rows

__all__ = ["DEFAULT_PROFILE", "PROFILES", "Profile", "Quota", "Rows", "Value", "load_profile"]
