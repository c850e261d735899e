"""Each property is tried on the random scenarios of the chosen shares."""

import hypothesis
import pytest

from tests import shares


def pytest_generate_tests(metafunc):
    if hypothesis.is_hypothesis_test(metafunc.function):
        metafunc.fixturenames.append("share")
        metafunc.parametrize("share", shares.chosen(), ids="share {}".format, indirect=True)


@pytest.fixture
def share(request):
    """The share is the seed."""
    hypothesis.seed(request.param)(request.function)
