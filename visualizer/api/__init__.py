"""The HTTP interface as programs see it: addresses, what they take and answer, and its description.

What an address does is in `visualizer.views`; here stands where it is and what is said of it.
"""

from visualizer.api.interface import description, urlpatterns

__all__ = ["description", "urlpatterns"]
