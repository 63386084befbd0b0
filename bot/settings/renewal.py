"""SIGHUP: adopts changed settings while the bot runs, as far as possible."""

import logging
from collections.abc import Callable, Collection
from dataclasses import fields

from bot.settings.invalid import SettingsInvalid
from bot.settings.settings import Settings

_log = logging.getLogger(__name__)

#: All others belong to open connections and files.
TAKEN_OVER = ("EKYC_TOKEN", "LOG_LEVEL", "LOG_FORMAT")


class Renewal:
    """`read` reads the settings again; whoever can use them says so with `hand_to`.

    `fixed` names the settings from this process's environment, which cannot change while it runs.
    """

    def __init__(
        self, settings: Settings, read: Callable[[], Settings], fixed: Collection[str] = ()
    ) -> None:
        self._running = self._newest = settings
        self._read = read
        self._fixed = [name for name in TAKEN_OVER if name in fixed]
        self._take: Callable[[Settings], None] | None = None

    def hand_to(self, take: Callable[[Settings], None]) -> None:
        """Have `take` called with new settings, at once if some came before it registered."""
        self._take = take
        if self._newest is not self._running:
            take(self._newest)

    def hand_to_nobody(self) -> None:
        """Keep new settings until somebody can use them again."""
        self._take = None

    def begin(self) -> None:
        """Adopt what can be adopted, and report what was and what could not be."""
        try:
            settings = self._read()
        except SettingsInvalid as invalid:
            _log.error("The settings stay unchanged: %s.", "; ".join(invalid.problems))
            return
        taken = [name for name in _changed(self._newest, settings) if name in TAKEN_OVER]
        later = [name for name in _changed(self._running, settings) if name not in TAKEN_OVER]
        self._newest = settings
        if self._take:
            self._take(settings)
        if taken:
            _log.info("Taken over: %s.", ", ".join(taken))
        else:
            _log.info("The settings were read again; there is nothing new to take over.")
        if later:
            _log.warning("These settings change only with a restart: %s.", ", ".join(later))
        for name in self._fixed:
            _log.warning(
                "%s is set in the environment of this process, which only a restart can change."
                " Put it in .env to change it by SIGHUP.",
                name,
            )


def _changed(before: Settings, after: Settings) -> list[str]:
    return [
        each.name.upper()
        for each in fields(Settings)
        if getattr(before, each.name) != getattr(after, each.name)
    ]
