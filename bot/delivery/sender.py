"""How each kind of owed message is sent to Telegram."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import assert_never

from bot.chat import outgoing
from bot.delivery.announcing import Announcing
from bot.delivery.cleaning import Cleaning
from bot.delivery.exporting import Exporting
from bot.delivery.placing import Placing
from bot.delivery.settled import Settled
from bot.delivery.writer import Writer
from bot.pictures.short_memory import ShortMemory
from bot.reports.reading import Reader
from bot.reports.receipt_picture import ReceiptPictures
from bot.reports.service_log import ServiceLogPages
from bot.reports.stats import Numbers, Stats
from bot.reports.team_report import TeamReports
from bot.screens.examples import example_picture
from bot.screens.qr_code import qr_picture
from bot.telegram.client import TelegramClient
from bot.telegram.errors import ChatUnreachable, TelegramRefused
from bot.texts import say
from conversations.organisation import NAMELESS, Organisation
from storage import Store
from storage.agents import Role
from storage.owed_messages import OwedMessage


class Sender:
    def __init__(
        self,
        store: Store,
        telegram: TelegramClient,
        previews: ShortMemory,
        service_log: ServiceLogPages,
        clock: Callable[[], datetime],
        *,
        reader: Reader,
        menu: Callable[[Role, str], Sequence[tuple[str, str]]],
        hand_over: Callable[[int, outgoing.HandOver], Awaitable[None]],
        organisation: Organisation = NAMELESS,
        has_evenings: bool = True,
    ) -> None:
        """`hand_over` carries out the request with that number in the outbox; `has_evenings` says
        whether anybody gets a picture in the evening.
        """
        self._telegram = telegram
        self._previews = previews
        self._service_log = service_log
        self._menu = menu
        self._hand_over = hand_over
        self._exporting = Exporting(store, reader, telegram, clock, organisation.extra)
        self._team_reports = TeamReports(store, reader, clock, has_evenings=has_evenings)
        self._stats = Stats(store, reader, clock)
        self._receipts = ReceiptPictures(store, organisation)
        self._writer = Writer(telegram)
        self._placing = Placing(store, self._writer)
        self._announcing = Announcing(store, self._writer, clock)
        self._cleaning = Cleaning(store, telegram, clock, on_deleted=self._writer.note_deleted)

    async def carry(  # noqa: C901, PLR0912, PLR0915 - a case a kind
        self, message: OwedMessage, content: outgoing.AnyOutgoing
    ) -> Settled:
        """Attempt it once; raises TelegramError."""
        chat_id, telegram = message.chat_id, self._telegram
        match content:
            case outgoing.Send():
                return await self._placing.send(message, content)
            case outgoing.Replace():
                return await self._placing.replace(message, content)
            case outgoing.Refresh():
                return await self._placing.refresh(message, content)
            case outgoing.Edit():
                return await self._placing.edit(message, content)
            case outgoing.Disarm(message_id=number):
                await self._writer.disarm(chat_id, number)
            case outgoing.React(message_id=number, emoji=emoji):
                await telegram.react(chat_id, number, emoji)
            case outgoing.Preview():
                sent = await self._send_preview(chat_id, content)
                return Settled(message, (sent,) if sent else (), is_passing=True)
            case outgoing.AnswerPress(query_id=query_id, text=text):
                await self._writer.answer(chat_id, query_id, text)
            case outgoing.OfferCommands(language=language, role=role):
                commands = self._menu(Role(role), language) if role else ()
                await telegram.offer_commands(chat_id, commands)
            case outgoing.Clean():
                await self._cleaning.clean(chat_id, content)
            case outgoing.CleanChat():
                await self._cleaning.clean_chat(chat_id, content)
            case outgoing.ServiceLog():
                page = await self._service_log.page(chat_id, content)
                return await self._show(message, page, content.message_id)
            case outgoing.TeamReport():
                page = await self._team_reports.page(chat_id, content)
                return await self._show(message, page, content.message_id)
            case outgoing.Export():
                return await self._exporting.carry(message, content)
            case outgoing.Announce():
                await self._announcing.spread(message, content)
            case outgoing.Announcement():
                return await self._announcing.bring(message, content)
            case outgoing.AnnouncementCount():
                return await self._announcing.count(message, content)
            case outgoing.HandOver():
                await self._hand_over(message.id, content)
            case outgoing.Example(slot=slot, language=language):
                words = say(language, f"example-{slot}")
                await self._writer.send_picture(chat_id, example_picture(slot), words)
            case outgoing.QrCode(link=link, text=words):
                picture = await asyncio.to_thread(qr_picture, link)
                await self._writer.send_picture(chat_id, picture, words, is_forwardable=True)
            case outgoing.ReceiptPicture():
                receipt = await self._send_receipt(chat_id, content)
                return Settled(message, (receipt,) if receipt else (), is_masked=True)
            case outgoing.ShowStats():
                numbers = await self._stats.numbers(chat_id)
                return Settled(message, await self._send_numbers(chat_id, numbers))
            case outgoing.EveningReport(day=day):
                numbers = await self._stats.evening(chat_id, day)
                shown = await self._send_numbers(chat_id, numbers)
                return Settled(message, shown, is_passing=True)
            case outgoing.LeaveChat():
                with contextlib.suppress(ChatUnreachable):  # removed from the group already
                    await telegram.leave(chat_id)
            case _:
                assert_never(content)
        return Settled(message)

    async def _show(
        self, message: OwedMessage, page: outgoing.Send | None, message_id: int | None
    ) -> Settled:
        """Show the page, if there is one, in the message with its buttons or in a new one."""
        if page is None:
            return Settled(message)
        chat_id = message.chat_id
        if message_id:
            shown = await self._writer.edit(chat_id, message_id, page.text, page.keyboard)
        else:
            shown = await self._writer.send(chat_id, page.text, page.keyboard)
        return Settled(message, tuple(shown), about=tuple(page.about), is_masked=page.is_masked)

    async def _send_preview(self, chat_id: int, preview: outgoing.Preview) -> int | None:
        """Show the available part of the card; returns the message's number, None without one."""
        name = preview.application_id + preview.part
        picture = self._previews.find(name)
        if picture:
            number = await self._telegram.send_picture(chat_id, picture)
            # The parts may be requested again, and another card may have been read meanwhile.
            if not preview.part and self._previews.find(name) is picture:
                self._previews.drop(name)
            return number
        if preview.file_id:
            # A picture sent as a file cannot be sent again as a photo; the agent has it above.
            with contextlib.suppress(TelegramRefused):
                return await self._telegram.send_picture(chat_id, preview.file_id)
        return None

    async def _send_receipt(self, chat_id: int, asked: outgoing.ReceiptPicture) -> int | None:
        """Send it, fit to be forwarded; returns the message's number, None without one."""
        picture = await self._receipts.picture(chat_id, asked.application_id, asked.language)
        if picture is None:
            return None
        words = say(asked.language, "receipt-reference", reference=asked.application_id.upper())
        return await self._telegram.send_picture(chat_id, picture, words, is_forwardable=True)

    async def _send_numbers(self, chat_id: int, numbers: Numbers | None) -> tuple[int, ...]:
        if numbers is None:
            return ()
        text, keyboard = numbers.text, numbers.keyboard
        if numbers.picture:
            sent = await self._writer.send_picture(chat_id, numbers.picture, text, keyboard)
        else:
            sent = await self._writer.send(chat_id, text, keyboard)
        return tuple(sent)
