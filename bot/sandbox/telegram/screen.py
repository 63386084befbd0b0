"""What a person sees in the private chat with the bot, put together from the events."""

import dataclasses
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from bot.sandbox.telegram.errors import Json
from bot.sandbox.telegram.html import render

#: "3. Mother: …", "12 · 13. Nominee: …"; in the digits of any script.
_NUMBERED_LINE = re.compile(r"^(?P<numbers>[\d· ]+)\. (?:⚠ )?(?P<title>[^:\n]+):", re.MULTILINE)


@dataclasses.dataclass(frozen=True, slots=True)
class Message:
    """A message as the person sees it; a toast is one with message_id 0."""

    message_id: int
    text: str  # of the message, or the caption
    html: str
    changed: int  # number of the event that last changed it
    shown: int = 0  # number of the event that first showed it
    buttons: tuple[tuple[str, ...], ...] = ()  # inline, row by row
    styles: Mapping[str, str] = dataclasses.field(default_factory=dict)  # of coloured buttons
    has_photo: bool = False
    photo: str = ""  # the file id of the largest size
    has_document: bool = False
    from_bot: bool = True
    edited: bool = False
    deleted: bool = False
    rang: bool = False  # the phone did, when it came


@dataclasses.dataclass(frozen=True, slots=True)
class Button:
    """Where an inline button is."""

    message_id: int
    row: int
    column: int


class Screen:
    """One private chat; `cursor` is the number of the newest event that it shows."""

    def __init__(self, chat_id: int, name: str) -> None:
        self.cursor = 0
        self.toasts: list[str] = []  # answers to presses that had words in them
        self.reactions: dict[int, list[str]] = {}  # of the bot, by message
        self.actions: list[str] = []  # what the bot was doing: typing, upload_photo
        self.answers: dict[str, Message] = {}  # by the id of the press
        self.keyboard: dict[str, Json] = {}  # buttons of the reply keyboard by their text
        self.groups_left: set[int] = set()  # by the bot
        self._chat_id = chat_id
        self._name = name
        self._shown: dict[int, Message] = {}

    @property
    def messages(self) -> list[Message]:
        """Oldest first, without what was deleted."""
        return [each for _, each in sorted(self._shown.items()) if not each.deleted]

    def newest_of_bot(self) -> Message | None:
        return next((each for each in reversed(self.messages) if each.from_bot), None)

    def take_in(self, events: Iterable[Json]) -> None:
        """Show the events that are not shown yet."""
        for event in events:
            if event["number"] <= self.cursor:
                continue
            self.cursor = event["number"]
            if event["kind"] == "member" and event["status"] == "left":
                self.groups_left.add(event["chat_id"])
            if event["chat_id"] == self._chat_id:
                self._show(event)

    def _show(self, event: Json) -> None:
        match event["kind"]:
            case "message" | "edit":
                message = message_from(event["message"], event["number"])
                before = self._shown.get(message.message_id)
                self._shown[message.message_id] = dataclasses.replace(
                    message,
                    shown=before.shown if before else event["number"],
                    rang=before.rang if before else message.from_bot and not event["silent"],
                )
            case "delete":
                for message_id in event["message_ids"]:
                    gone = dataclasses.replace(self._shown[message_id], deleted=True)
                    self._shown[message_id] = gone
            case "answer":
                text = as_read(event["text"])
                self.answers[event["callback_query_id"]] = Message(0, text, text, event["number"])
                self.toasts += [text] if text else []
            case "reaction":
                self.reactions[event["message_id"]] = event["emoji"]
            case "action":
                self.actions.append(event["action"])
            case "keyboard":
                rows = event["keyboard"].get("keyboard", [])
                self.keyboard = {button["text"]: button for row in rows for button in row}

    def find_text(self, words: str, after: int, *, is_new: bool = False) -> Message | None:
        """The newest message or toast of the bot with these words, shown after event `after`.

        An edited message counts as shown again, unless `is_new` asks for new ones only.
        """
        words = as_read(words)
        found = [
            each
            for each in self._from_bot(after)
            if words in each.text and (each.shown > after or not is_new)
        ]
        return max(found, key=lambda each: each.changed, default=None)

    def _from_bot(self, after: int) -> Iterator[Message]:
        yield from (each for each in self.messages if each.from_bot and each.changed > after)
        yield from (each for each in self.answers.values() if each.changed > after)

    def find_button(self, words: str, on: Message | None) -> Button | None:
        """The lowest inline button with these words, or the first such one `on` a message."""
        for message in reversed(self.messages):
            if on is not None and message.message_id != on.message_id:
                continue
            texts = [text for row in message.buttons for text in row]
            text = matching(words, texts)
            for row, line in enumerate(message.buttons):
                if text in line:
                    return Button(message.message_id, row, line.index(text))
        return None

    def find_number(self, field: str, on: Message | None) -> tuple[Message, str] | None:
        """The newest message, or the one given, with a numbered line about that field and with
        buttons; and the line's number.

        A line with two numbers is found by its beginning and by its end.
        """
        for message in reversed(self.messages):
            if not message.buttons or (on is not None and message.message_id != on.message_id):
                continue
            for line in _NUMBERED_LINE.finditer(message.text):
                numbers, title = line["numbers"].split(" · "), line["title"].casefold()
                if title.startswith(field.casefold()):
                    return message, numbers[0]
                if title.endswith(field.casefold()):
                    return message, numbers[-1]
        return None

    def transcript(self, last: int = 0) -> str:
        """The chat in plain text, and the newest toasts; only the `last` messages if not 0."""
        lines = [self._line(each) for _, each in sorted(self._shown.items())][-last:]
        return "\n".join(lines + [f"{'toast':>11}: {words}" for words in self.toasts[-3:]])

    def _line(self, message: Message) -> str:
        who = "bot" if message.from_bot else self._name
        marks = {
            "photo": message.has_photo,
            "file": message.has_document,
            "edited": message.edited,
            "deleted": message.deleted,
        }
        told = ", ".join(mark for mark, holds in marks.items() if holds)
        said = f"({told}) {message.text}" if told else message.text
        lines = [f"{who:>11}: {said}"]
        if not message.deleted:
            lines += ["[" + "] [".join(row) + "]" for row in message.buttons]
        return "\n".join(lines).replace("\n", "\n" + 13 * " ")


def matching(words: str, texts: Iterable[str]) -> str | None:
    """The text that is exactly `words`, else the first that contains them."""
    words, known = as_read(words), list(texts)
    return words if words in known else next((text for text in known if words in text), None)


def as_read(text: str) -> str:
    """The text without what nobody sees: whether a line may end at a space or a dash."""
    return text.replace("\u00a0", " ").replace("\u2060", "")


def message_from(shown: Json, number: int) -> Message:
    """A Bot API message as the person sees it."""
    text: Any = shown.get("text") or shown.get("caption") or ""
    entities: Any = shown.get("entities") or shown.get("caption_entities") or []
    rows = shown.get("reply_markup", {}).get("inline_keyboard", [])
    return Message(
        message_id=shown["message_id"],
        text=as_read(text),
        html=as_read(render(text, entities)),
        changed=number,
        buttons=tuple(tuple(as_read(button["text"]) for button in row) for row in rows),
        styles={each["text"]: each["style"] for row in rows for each in row if "style" in each},
        has_photo="photo" in shown,
        photo=shown["photo"][-1]["file_id"] if "photo" in shown else "",
        has_document="document" in shown,
        from_bot=shown["from"]["is_bot"],
        edited="edit_date" in shown,
    )
