"""What the chat shows: each effect becomes messages in the agent's language. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.buttons import press_button
from bot.detail import detail
from bot.outgoing import AnswerPress, AnyOutgoing, Disarm, Edit, Preview, Refresh, Replace, Send
from bot.phrases import customer_of, reason_in_words, shown_value
from bot.prompts import desk_row, prompt
from bot.results import receipt, verdict_message
from bot.texts import plain, say
from conversations import effects
from conversations.application import Application
from conversations.effects import Effect
from conversations.questions import QUESTIONS, Accepts

_LONGEST_NOTICE = 200  # characters; Bot API, answerCallbackQuery


@dataclass(frozen=True, slots=True)
class PressedMessage:
    """Where a press came from; `message_id` is None when Telegram hides the message."""

    query_id: str
    message_id: int | None


@dataclass(frozen=True, slots=True)
class Shown:
    """A message and the label under which later ones may refer to it."""

    message: AnyOutgoing
    label: str | None = None


def draw(
    shown: Iterable[Effect],
    application: Application,
    language: str,
    pressed: PressedMessage | None,
) -> list[Shown]:
    """The messages for these effects, in order; a press is answered first, exactly once."""
    notices: list[str] = []
    messages: list[Shown] = []
    for effect in shown:
        if isinstance(effect, effects.Tell) and pressed:
            notices.append(_told(effect, application, language, in_html=False))
        else:
            messages += _draw(effect, application, language, pressed)
    if pressed is None:
        return messages
    notice = " ".join(notices)[:_LONGEST_NOTICE]
    return [Shown(AnswerPress(query_id=pressed.query_id, text=notice)), *messages]


def _draw(
    effect: Effect, application: Application, language: str, pressed: PressedMessage | None
) -> Iterator[Shown]:
    prompt_label = f"prompt:{application.id}"
    match effect:
        case effects.Ask(problem=problem, values=values):
            sentence = say(language, problem, **values) if problem else ""
            if application.asking == "card" and application.reading and not problem:
                yield Shown(Preview(application_id=application.id))
            yield Shown(prompt(application, language, sentence), prompt_label)
        case effects.Tell():
            yield Shown(Send(text=_told(effect, application, language)))
        case effects.Settle():
            yield from _settle(effect, application, language, pressed)
        case effects.ShowProgress(text=text):
            yield Shown(Replace(text=say(language, text)), f"progress:{application.id}")
        case effects.ConfirmCancel():
            row = [
                press_button(say(language, "button-erase"), application, "withdraw"),
                press_button(say(language, "button-stay"), application, "stay"),
            ]
            customer = say(
                language, "receipt-customer", customer=customer_of(application, language)
            )
            text = f"<b>{customer}</b>\n{say(language, 'confirm-cancel')}"
            yield Shown(Send(text=text, keyboard=[row]), prompt_label)
        case effects.ShowReceipt():
            yield Shown(receipt(application, language))
        case effects.RefreshDetail():
            message = detail(application, language)
            fresh = Refresh(text=message.text, keyboard=message.keyboard)
            yield Shown(fresh, f"detail:{application.id}")
        case effects.ShowVerdict(is_correction=is_correction):
            yield Shown(verdict_message(application, language, is_correction=is_correction))


def _told(
    effect: effects.Tell, application: Application, language: str, *, in_html: bool = True
) -> str:
    words = {"customer": customer_of(application, language)}
    for name, value in effect.values.items():
        words[name] = str(value)
        if name == "reason":
            words[name] = reason_in_words(str(value), language)
        if name in {"slot", "field"}:
            words[name] = plain(language, str(value))
    return say(language, effect.text, **words) if in_html else plain(language, effect.text, **words)


def _settle(
    effect: effects.Settle,
    application: Application,
    language: str,
    pressed: PressedMessage | None,
) -> Iterator[Shown]:
    question = QUESTIONS.get(effect.question)
    if effect.text:
        text, rows = say(language, effect.text), [desk_row(language)]
        if pressed and pressed.message_id:
            yield Shown(Edit(message_id=pressed.message_id, text=text, keyboard=rows))
        else:
            yield Shown(Send(text=text, keyboard=rows))
    elif pressed and pressed.message_id:
        if question and question.accepts == Accepts.CONSENT:
            text = f"✓ {say(language, 'settled-consent')}"
            yield Shown(Edit(message_id=pressed.message_id, text=text))
        elif question and question.accepts in {Accepts.CHOICE, Accepts.TEXT}:
            value = shown_value(application, question.key, language)
            title = say(language, question.key)
            text = f"✓ {say(language, 'settled', title=title, value=value)}"
            yield Shown(Edit(message_id=pressed.message_id, text=text))
        else:
            yield Shown(Disarm(message_id=pressed.message_id))
