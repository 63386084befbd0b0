"""The admins whom the settings name."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from bot.outbox import Outbox
from storage import Store
from storage.agents import Agent, Role, Standing
from storage.audit import OPERATOR


def admit_admins(store: Store, admins: Iterable[int], *, language: str, now: datetime) -> None:
    """Make each of them an admin who is served, whatever they were before.

    Somebody who was suspended is told what came meanwhile.
    """
    with store.transaction():
        for admin in admins:
            known = store.agents.find(admin) or Agent(
                id=admin, name="Admin", role=Role.AGENT, language=language
            )
            if known.role is not Role.ADMIN or not known.is_served:
                store.agents.enrol(replace(known, role=Role.ADMIN, standing=Standing.ACTIVE), now)
                store.announcements.drop_drafts(admin)
                Outbox(store).release(admin, now)
                subject = str(admin)
                store.audit.record("admitted", actor=OPERATOR, now=now, subject=subject)
