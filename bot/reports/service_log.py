"""A page of the service's own verification log, made on delivery.

It is never stored: the outbox holds only which page was requested.
"""

import contextlib
from collections.abc import Callable
from datetime import datetime

from bot.chat.buttons import menu_button
from bot.chat.outgoing import Button, Send, ServiceLog
from bot.ekyc import EkycClient, EkycError, LogPage, LogRow
from bot.screens.paging import Page, turning_row
from bot.screens.states import SIGNS
from bot.texts import plain, say, unbroken
from conversations.erasure import masked_mobile_number, masked_name
from conversations.national_id import masked
from storage import Store
from storage.caseloads import MOST_OF_NUMBER

#: The filters of the API document, section D; there is none for invalid.
STATUSES = ("all", "passed", "failed", "pending")
PER_PAGE = 6  # three lines each on a small phone
MOST_PAGES = 1000


class ServiceLogPages:
    """`service_of` returns the service under a holder's token."""

    def __init__(
        self,
        store: Store,
        service_of: Callable[[str], EkycClient],
        clock: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._service_of = service_of
        self._clock = clock

    async def page(self, agent_id: int, asked: ServiceLog) -> Send | None:
        """The requested page, masked, or why there is none. The view is recorded.

        None when the person may not, or no longer.
        """
        agent = self._store.agents.looking(agent_id)
        if agent is None:
            return None
        language = agent.language
        holder = self._store.service_tokens.holder_for(agent)
        found: LogPage | None = None
        with contextlib.suppress(EkycError):
            found = await self._service_of(holder).list_log(
                status=asked.status, page=asked.page, per_page=PER_PAGE
            )
        if not self._store.agents.still_looks(agent):
            return await self.page(agent_id, asked)
        if found is None:
            text = say(language, "vendor-log-unavailable")
            return Send(text=text, keyboard=[_filters(asked, language)])
        with self._store.transaction():
            self._store.audit.record(
                "viewed",
                actor=str(agent_id),
                now=self._clock(),
                what="vendor-log",
                status=asked.status,
                page=asked.page,
            )
        return Send(
            text="\n".join(self._lines(found, asked, language)),
            keyboard=[*_turns(found, asked, language), _filters(asked, language)],
            about=self._registered_here(found),
            is_masked=True,
        )

    def _lines(self, found: LogPage, asked: ServiceLog, language: str) -> list[str]:
        status = plain(language, f"vendor-status-{asked.status}")
        heading = say(language, "vendor-log-heading", status=status, number=asked.page)
        lines = [f"<b>{heading}</b>"]
        lines += [self._line(row, language) for row in found.rows[:PER_PAGE]]
        if not found.rows:
            lines.append(say(language, "vendor-log-empty"))
        return lines

    def _registered_here(self, found: LogPage) -> list[str]:
        """The applications that the page shows, by their mobile numbers."""
        numbers = {row.mobile_number for row in found.rows[:PER_PAGE]}
        of_mobile = self._store.customers.references_of_mobile
        return [
            reference
            for number in sorted(numbers)
            for reference, _ in of_mobile(number, limit=MOST_OF_NUMBER)
        ]

    def _line(self, row: LogRow, language: str) -> str:
        line = say(
            language,
            "vendor-log-line",
            customer=masked_name(row.customer_name) or "—",
            nid=unbroken(masked(row.nid_number)) if row.nid_number else "—",
            mobile=masked_mobile_number(row.mobile_number),
            state=plain(language, f"short-{row.state}"),
            day=row.submitted_on,
        )
        line = f"{SIGNS[row.state]} {line}"
        if not self._store.customers.is_known(row.mobile_number, row.nid_number):
            line += f" ({say(language, 'vendor-log-elsewhere')})"
        return line


def _turns(found: LogPage, asked: ServiceLog, language: str) -> list[list[Button]]:
    """The document gives no number of pages, so another may follow a full page."""
    is_last = found.total_pages is not None and asked.page >= found.total_pages
    has_more = len(found.rows) >= PER_PAGE and not is_last
    page = Page(asked.page - 1, PER_PAGE, asked.page * PER_PAGE + has_more)
    return turning_row(page, "vendor", language, argument=lambda at: f"{asked.status}.{at + 1}")


def _filters(asked: ServiceLog, language: str) -> list[Button]:
    return [
        menu_button(
            plain(language, f"vendor-status-{status}").capitalize(), "vendor", f"{status}.1"
        )
        for status in STATUSES
        if status != asked.status
    ]
