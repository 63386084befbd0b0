"""Drafts at each point where an agent can be."""

import pytest

from tests.support.forms import every_point

DRAFTS = {name: form for name, form in every_point().items() if form.is_draft}

at_every_point_of_a_draft = pytest.mark.parametrize("point", DRAFTS)
