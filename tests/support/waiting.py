"""An application that waits for its verdict, and what asking for it leads to."""

from dataclasses import dataclass, replace

from bot.errands.result import Result
from bot.errands.verdict import VerdictWork
from conversations.application import Application
from storage.errands import OwedErrand
from tests.support.errands import Workshop


@dataclass(frozen=True, slots=True)
class Waiting:
    shop: Workshop
    errand: OwedErrand
    application: Application

    async def is_asked_for(self, **changes: object) -> Result:
        """Ask once; `changes` are those of the errand."""
        work = VerdictWork(
            self.shop.store,
            self.shop.client,
            self.shop.log,
            clock=self.shop.clock,
            time=self.shop.time,
        )
        errand = replace(self.errand, **changes)  # type: ignore[arg-type]  # as the test says
        return await work.ask_verdict(errand, self.application)
