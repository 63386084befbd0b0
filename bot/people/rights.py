"""What a person may do, which of two moments gives them less, and who may bring them back."""

from dataclasses import dataclass
from itertools import takewhile

from storage import Store
from storage.agents import Agent, Role, Standing

_SHUT_OUT, _LET_IN = (Standing.SUSPENDED, Standing.REMOVED), ("restored", "enrolled", "admitted")


@dataclass(frozen=True, slots=True)
class Rights:
    """`needs_admin` is whether only an admin may bring the person back."""

    standing: Standing
    role: Role
    team: str
    needs_admin: bool = False


def narrowed(rights: Rights, last: Rights) -> Rights:
    """The rights as far as the last ones give them too; of two teams the last."""
    return Rights(
        standing=max(rights.standing, last.standing, key=list(Standing).index),
        role=min(rights.role, last.role, key=list(Role).index),
        team=last.team,
        needs_admin=rights.needs_admin or last.needs_admin,
    )


def rights_of(store: Store, person: Agent) -> Rights:
    needs_admin = not person.is_served and _needs_admin(store, person)
    return Rights(person.standing, person.role, person.team, needs_admin)


def may_readmit(store: Store, person: Agent, by: Agent) -> bool:
    """Whether that person may undo the other's suspension or removal.

    A supervisor may undo only what supervisors did in the same team, and nothing that an admin or
    the operator did since the other was let in last.
    """
    return by.role is Role.ADMIN or (by.team == person.team and not _needs_admin(store, person))


def _needs_admin(store: Store, person: Agent) -> bool:
    """Whether an admin or the operator has shut the person out since they were let in last."""
    entries = store.audit.entries(subject=str(person.id), actions=(*_SHUT_OUT, *_LET_IN))
    done = takewhile(lambda entry: entry.action in _SHUT_OUT, reversed(entries))
    return not {entry.details.get("rank") for entry in done} <= {Role.AGENT, Role.SUPERVISOR}
