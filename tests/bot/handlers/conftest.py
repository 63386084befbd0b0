"""Where updates are handled, with people of every role."""

import pytest

from tests.support.office import Office
from tests.support.supervision import supervised_office


@pytest.fixture
def office() -> Office:
    return supervised_office()
