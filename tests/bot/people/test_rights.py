"""Of the rights that a copy gives and those that a person had last, the narrower ones."""

import pytest

from bot.people.rights import Rights, narrowed
from storage.agents import Role, Standing

ACTIVE, SUSPENDED, REMOVED = Standing
AGENT, SUPERVISOR, ADMIN = Role


@pytest.mark.parametrize(
    ("in_copy", "last", "left"),
    [
        ((ACTIVE, AGENT, "north"), (ACTIVE, AGENT, "north"), (ACTIVE, AGENT, "north")),
        ((ACTIVE, AGENT, "north"), (SUSPENDED, AGENT, "north"), (SUSPENDED, AGENT, "north")),
        ((SUSPENDED, AGENT, "north"), (REMOVED, AGENT, "north"), (REMOVED, AGENT, "north")),
        ((SUSPENDED, AGENT, "north"), (ACTIVE, AGENT, "north"), (SUSPENDED, AGENT, "north")),
        ((REMOVED, AGENT, "north"), (SUSPENDED, AGENT, "north"), (REMOVED, AGENT, "north")),
        ((ACTIVE, ADMIN, ""), (ACTIVE, SUPERVISOR, "north"), (ACTIVE, SUPERVISOR, "north")),
        ((ACTIVE, AGENT, "north"), (ACTIVE, ADMIN, "north"), (ACTIVE, AGENT, "north")),
        ((ACTIVE, SUPERVISOR, "north"), (ACTIVE, SUPERVISOR, ""), (ACTIVE, SUPERVISOR, "")),
        ((ACTIVE, AGENT, "north"), (ACTIVE, SUPERVISOR, "south"), (ACTIVE, AGENT, "south")),
    ],
)
def test_a_person_keeps_the_stricter_standing_the_lower_role_and_the_last_team(
    in_copy: tuple[Standing, Role, str],
    last: tuple[Standing, Role, str],
    left: tuple[Standing, Role, str],
) -> None:
    assert narrowed(Rights(*in_copy), Rights(*last)) == Rights(*left)


@pytest.mark.parametrize("in_copy", [False, True])
@pytest.mark.parametrize("last", [False, True])
def test_a_decision_of_an_admin_stays_one_whichever_side_knows_it(
    *, in_copy: bool, last: bool
) -> None:
    rights = narrowed(
        Rights(SUSPENDED, AGENT, "", needs_admin=in_copy),
        Rights(SUSPENDED, AGENT, "", needs_admin=last),
    )
    assert rights.needs_admin == (in_copy or last)
