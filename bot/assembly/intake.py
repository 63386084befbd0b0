"""What decides updates: the intake, and the clerk that changes applications."""

from collections.abc import Callable, Sequence
from datetime import datetime

from bot.alerts import Alerts
from bot.applications.cleaning import CleaningRule
from bot.applications.clerk import Clerk
from bot.handlers.routing import Router
from bot.intake.batch import Intake
from bot.observation import Observer
from bot.runtime.nudge import Nudge
from bot.settings.organisation import organisation_of
from bot.settings.settings import Settings
from storage import Store


def clerk_of(settings: Settings, store: Store) -> Clerk:
    cleaning = CleaningRule(settings.clean_chat, settings.clean_chat_minutes)
    return Clerk(store, cleaning, organisation_of(settings))


def intake_of(
    settings: Settings,
    store: Store,
    username: str,
    *,
    nudges: Sequence[Nudge],
    clock: Callable[[], datetime],
    observer: Observer,
) -> Intake:
    """`username` is the bot's at Telegram."""
    router = Router(
        store,
        clerk_of(settings, store),
        language=settings.language,
        username=username,
        organisation=organisation_of(settings),
        attempts_per_hour=settings.attempts_per_hour,
    )
    return Intake(
        store, router.handle, Alerts(store), nudges=nudges, clock=clock, observer=observer
    )
