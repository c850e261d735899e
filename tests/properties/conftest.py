"""Each property is tried on the random scenarios of the chosen shares."""

import hypothesis
import pytest

from tests import shares


@pytest.fixture(autouse=True, params=shares.chosen(), ids="share {}".format)
def share(request):
    """The share is the seed, so its scenarios are the same each time."""
    hypothesis.seed(request.param)(request.function)
