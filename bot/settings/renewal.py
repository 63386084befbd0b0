"""SIGHUP: adopts changed settings while the bot runs, as far as possible."""

import logging
from collections.abc import Callable
from dataclasses import fields

from bot.settings.settings import Settings, SettingsInvalid

_log = logging.getLogger(__name__)

#: All others belong to open connections and files.
_TAKEN_OVER = ("ekyc_token", "log_level")


class Renewal:
    """`read` reads the settings again; a receiver registers with `hand_to`."""

    def __init__(self, settings: Settings, read: Callable[[], Settings]) -> None:
        self._running = self._newest = settings
        self._read = read
        self._take: Callable[[Settings], None] | None = None

    def hand_to(self, take: Callable[[Settings], None]) -> None:
        """Have `take` called with new settings, at once if some came before it registered."""
        self._take = take
        if self._newest is not self._running:
            take(self._newest)

    def begin(self) -> None:
        """Adopt what can be adopted; incomplete settings change nothing."""
        try:
            settings = self._read()
        except SettingsInvalid as invalid:
            _log.error("The settings stay unchanged: %s.", "; ".join(invalid.problems))
            return
        changed = [
            field.name
            for field in fields(Settings)
            if getattr(settings, field.name) != getattr(self._running, field.name)
        ]
        later = [name.upper() for name in changed if name not in _TAKEN_OVER]
        if later:
            _log.warning("These settings change only with a restart: %s.", ", ".join(later))
        self._newest = settings
        if self._take:
            self._take(settings)
        _log.info("The settings were read again.")
