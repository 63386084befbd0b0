"""Verifying applications one after the other, each when it is due."""

import asyncio
import logging
import time

from bot.sandbox.ekyc.applications import Application, Applications
from bot.sandbox.ekyc.dates import parse_birth_date
from bot.sandbox.ekyc.pictures import BadPictureError
from bot.sandbox.ekyc.readers import Reader
from bot.sandbox.ekyc.reading_queue import ReadingQueue
from bot.sandbox.ekyc.register import Citizen, Register
from bot.sandbox.ekyc.verdicts import INVALID, FaceMatches, Verdict, corrected, judge

log = logging.getLogger(__name__)

RETRY_AFTER = 60.0  # seconds


class Verification:
    """Waits for applications to become due and decides them against the register.

    Pending work is in the database, so a restart continues where the last run ended.
    """

    def __init__(
        self, applications: Applications, register: Register, reader: Reader, queue: ReadingQueue
    ) -> None:
        self._applications = applications
        self._register = register
        self._reader = reader
        self._queue = queue
        self._nudged = asyncio.Event()

    def nudge(self) -> None:
        """Say that an application has been submitted."""
        self._nudged.set()

    async def run(self) -> None:
        """Verify for ever; cancel to stop."""
        while True:
            self._nudged.clear()
            while application := self._applications.due():
                await self._verify(application)
            next_due_at = self._applications.next_due_at()
            wait = None if next_due_at is None else max(0.0, next_due_at - time.time())
            try:
                async with asyncio.timeout(wait):
                    await self._nudged.wait()
            except TimeoutError:
                continue

    async def _verify(self, application: Application) -> None:
        try:
            verdict = (
                await self._verdict(application)
                if application.status == "pending"
                else corrected(application.status, application.detail)
            )
        except Exception as error:  # noqa: BLE001 - one application must not stop the others
            log.error(  # noqa: TRY400 - a traceback could show the customer's values
                "verification of application %d: %s", application.id, type(error).__name__
            )
            self._applications.postpone(application, time.time() + RETRY_AFTER)
        else:
            self._applications.decide(application, verdict.status, verdict.detail)

    async def _verdict(self, application: Application) -> Verdict:
        fields = application.fields
        born_on = parse_birth_date(fields["dob"])
        citizen = self._register.find(fields["nid_no"], born_on) if born_on else None
        if citizen is None or not application.is_registered:
            return INVALID
        card = self._applications.card(
            application.agent, fields["id_front_name"], fields["id_back_name"]
        )
        matches = await self._queue.run_soon(
            self._compare_faces, card and card.face, application.photo or b"", citizen
        )
        return judge(fields, card.blood_group if card else "", citizen, matches)

    def _compare_faces(self, on_card: bytes | None, photo: bytes, citizen: Citizen) -> FaceMatches:
        try:
            on_photo = self._reader.face(photo)
        except BadPictureError:
            on_photo = None
        return FaceMatches(
            card=self._reader.shows(on_card, citizen), photo=self._reader.shows(on_photo, citizen)
        )
