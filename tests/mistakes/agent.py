"""A hurried agent, who answers the latest question, makes slips, and reads little."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from bot.sandbox.person import ImpossibleError, Person
from bot.sandbox.telegram.screen import Message
from bot.screens.numbered import NUMBERED
from bot.texts import plain
from bot.trial.example import SPECIMENS
from tests.mistakes.visits import UNKNOWN_NID, Slip, Visit

_QUIET = 0.35  # seconds without news after which a person expects nothing more
_PATIENCE = 180.0  # seconds for one customer

_WRONG = {
    "mobile_number": "01999999999",
    "nominee": "Wrong Person",
    "gender": "other",
    "profession": "fisherman",
    "nominee_relation": "son",
}
_TYPED = ("mobile_number", "nominee")
_CHOSEN = ("gender", "profession", "nominee_relation")
_KEYS = {
    plain("en", key): key
    for key in (
        "consent-question",
        "front.prompt",
        "back.prompt",
        "card-heading",
        "card-unread-next",
        "nid_number.prompt",
        "gender.prompt",
        "permanent_address.prompt",
        "mobile_number.prompt",
        "profession.prompt",
        "nominee.prompt",
        "nominee_relation.prompt",
        "selfie.prompt",
        "review-heading",
        "found-question",
        "receipt",
        "confirm-cancel",
    )
}


class HurriedAgent:
    def __init__(self, person: Person) -> None:
        self.person = person

    async def registers(self, visit: Visit) -> None:
        """Register the customer up to the receipt.

        Raises AssertionError with the chat, and abandons the customer, when it takes too long.
        """
        try:
            async with asyncio.timeout(_PATIENCE):
                await _Session(self.person, visit).ends()
        except TimeoutError:
            chat = self.person.transcript(15)
            await self.person.says("/cancel")
            await self.person.taps(plain("en", "button-erase"))
            raise AssertionError(f"not registered in time:\n{chat}") from None


class _Session:
    """One visit, from /new to the receipt."""

    def __init__(self, person: Person, visit: Visit) -> None:
        self._person = person
        self._visit = visit
        self._slips = dict(visit.slips)
        self._to_correct: list[str] = []
        self._editing = ""  # what was last opened from the review
        self._seen: tuple[int, str] = (0, "")
        self._began = 0  # the message

    async def ends(self) -> None:
        self._began = (await self._person.says("/new")).message_id
        while True:
            await self._rests()
            key, message = self._newest()
            if key == "receipt":
                return
            if message is None or (message.message_id, message.html) == self._seen:
                await self._person.looks(_QUIET)
                continue
            self._seen = (message.message_id, message.html)
            try:
                await self._answers(key.partition(".")[0], message)
            except (AssertionError, ImpossibleError):
                self._seen = (0, "")  # the buttons changed under the finger

    def _newest(self) -> tuple[str, Message | None]:
        for message in reversed(self._person.messages):
            if message.message_id <= self._began:
                break
            key = next((key for words, key in _KEYS.items() if words in message.text), "")
            if message.from_bot and key:
                return key, message
        return "", None

    async def _rests(self) -> None:
        """Wait until the screen stops changing."""
        seen = -1
        while seen != self._person.screen.cursor:
            seen = self._person.screen.cursor
            await self._person.looks(_QUIET)

    async def _answers(self, step: str, message: Message) -> None:
        slip = self._slips.pop(step, None)
        person = self._person
        if slip is None and step == self._editing:  # not a question that is only asked twice
            self._to_correct.remove(step)
            self._editing = ""
        if slip is Slip.CHATTED:
            await person.sends_sticker()
            await person.says("/help")
            await self._rests()
        if slip is Slip.WAVERED:
            await person.says("/cancel")
            await person.sees(plain("en", "confirm-cancel"))
            await self._taps("button-stay")
            return  # it asks the same again
        if step in _TYPED:
            await self._types(step, slip)
        elif step in _CHOSEN:
            await self._chooses(step, message, slip)
        else:
            await self._ways(message, slip)[step]()

    def _ways(
        self, message: Message, slip: Slip | None
    ) -> Mapping[str, Callable[[], Awaitable[object]]]:
        person, customer = self._person, self._visit.customer
        return {
            "consent-question": lambda: self._taps("button-agree", message),
            "front": lambda: self._photographs(slip),
            "back": lambda: person.sends_photo(customer.back),
            "card-heading": lambda: self._checks_card(message),
            "card-unread-next": lambda: self._taps("button-swap", message),
            "nid_number": lambda: person.says(self._visit.nid_number),
            "permanent_address": lambda: self._repeats(
                slip, lambda: self._taps("permanent_address-same", message)
            ),
            "selfie": lambda: self._photographs_customer(slip),
            "review-heading": lambda: self._reviews(message),
            "found-question": lambda: self._taps("button-submit-anyway", message),
            "confirm-cancel": lambda: self._taps("button-stay", message),
        }

    async def _photographs_customer(self, slip: Slip | None) -> None:
        if slip is Slip.WRONG_SUBJECT:
            await self._person.sends_photo(SPECIMENS / "photos" / "11_front.jpg")
            await self._rests()
        await self._person.sends_photo(self._visit.customer.selfie)

    async def _photographs(self, slip: Slip | None) -> None:
        customer, person = self._visit.customer, self._person
        match slip:
            case Slip.SWAPPED:
                await person.sends_album(customer.back, customer.front)
            case Slip.APART:
                await person.sends_photo(customer.back)
                await person.sends_photo(customer.front)
            case Slip.WRONG_SUBJECT:
                await person.sends_photo(customer.selfie)
            case _:
                await person.sends_album(customer.front, customer.back)

    async def _checks_card(self, message: Message) -> None:
        """Compare the number, the one thing that even a hurried agent looks at."""
        if self._visit.is_unknown and UNKNOWN_NID not in message.text.replace(" ", ""):
            await self._edits("nid_number", message)
        else:
            await self._taps("button-all-correct", message)

    async def _types(self, step: str, slip: Slip | None) -> None:
        person, right = self._person, getattr(self._visit.customer, step)
        match slip:
            case Slip.TWICE:
                await person.says(right)
                await person.says(right)
            case Slip.EDITED:
                typed = await person.says(_WRONG[step])
                await self._rests()
                await person.edits(typed, right)
            case Slip.REPLIED:
                typed = await person.says(_WRONG[step])
                await self._rests()
                await person.says(right, reply_to=typed)
            case Slip.BACK:
                await person.says(_WRONG[step])
                self._to_correct.append(step)  # on the review, where Back came too late
                await person.sees(f"✓ {plain('en', step)}: ")
                await self._rests()
                await self._taps("button-back")
                await self._rests()
                if self._newest()[0] == f"{step}.prompt":  # and not what is before another message
                    await person.says(right)
                    self._to_correct.remove(step)
            case Slip.REVISED:
                await person.says(_WRONG[step])
                self._to_correct.append(step)
            case _:
                await person.says(right)

    async def _chooses(self, step: str, message: Message, slip: Slip | None) -> None:
        if slip is Slip.REVISED:
            await self._taps(f"{step}-{_WRONG[step]}", message)
            self._to_correct.append(step)
        elif slip is Slip.AHEAD:
            for each in (step, "nominee", "nominee_relation"):
                await self._person.says(self._words(each))
        else:
            await self._repeats(slip, lambda: self._person.taps(self._label(step), on=message))

    async def _repeats(self, slip: Slip | None, act: Callable[[], Awaitable[object]]) -> None:
        await act()
        if slip is Slip.TWICE:
            try:
                await act()
            except (AssertionError, ImpossibleError):
                return  # the button was gone before the second tap

    async def _reviews(self, message: Message) -> None:
        if self._to_correct:  # until its question came: the tap may have crossed a refused photo
            self._editing = self._to_correct[-1]
            await self._edits(self._editing, message)
        else:
            await self._taps("button-submit", message)

    async def _edits(self, step: str, message: Message) -> None:
        await self._person.taps(str(NUMBERED.index(step) + 1), on=message, timeout=2)

    async def _taps(self, words: str, on: Message | None = None) -> None:
        await self._person.taps(plain("en", words), on=on, timeout=2)

    def _words(self, step: str) -> str:
        """What the customer answers, as the agent would type it."""
        value: str = getattr(self._visit.customer, step)
        return self._label(step) if step in _CHOSEN else value

    def _label(self, step: str) -> str:
        return plain("en", f"{step}-{getattr(self._visit.customer, step)}")
