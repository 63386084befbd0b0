"""The admins whom the settings name."""

import logging
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from bot.chat.outgoing import OfferCommands
from bot.outbox import Outbox
from storage import Store
from storage.agents import Agent, Role, Standing
from storage.audit import OPERATOR

_log = logging.getLogger(__name__)

#: What the operator is told where nobody manages people, and what they can do about it.
NO_ADMIN = "There is no admin, so nobody is told when something is wrong."
HOW_TO_HAVE_ONE = (
    "Put a Telegram id into ADMINS and restart, or run: python -m bot agents appoint ID --role"
    " admin, or for somebody new: python -m bot invite NAME --role admin"
)


def admit_admins(store: Store, admins: Iterable[int], *, language: str, now: datetime) -> None:
    """Make each of them an admin who is served, whatever they were before.

    Somebody who is known gets the menu of admins, and is told what came while suspended. If nobody
    is an admin then, as after the restore of an older copy, the log says so.
    """
    with store.transaction():
        for admin in admins:
            found, outbox = store.agents.find(admin), Outbox(store)
            known = found or Agent(id=admin, name="Admin", role=Role.AGENT, language=language)
            if known.role is not Role.ADMIN or not known.is_served:
                store.agents.enrol(replace(known, role=Role.ADMIN, standing=Standing.ACTIVE), now)
                store.announcements.drop_drafts(admin)
                outbox.release(admin, now)
                if found:  # anybody else gets it with /start, before which Telegram knows no chat
                    menu = OfferCommands(language=known.language, role=Role.ADMIN)
                    outbox.owe(admin, menu, now)
                subject = str(admin)
                store.audit.record("admitted", actor=OPERATOR, now=now, subject=subject)
    if not store.agents.with_role(Role.ADMIN):
        _log.warning("%s %s", NO_ADMIN, HOW_TO_HAVE_ONE)
