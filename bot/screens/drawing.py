"""What the chat shows: each effect becomes messages in the agent's language. Pure."""

import html
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from msgspec import structs

from bot.chat.outgoing import AnswerPress, Edit, Preview, Refresh, Replace, Send
from bot.chat.places import Place, Shown
from bot.screens.card import PART_OF_FIELD, swap_button
from bot.screens.detail import detail
from bot.screens.drafts import waiting_draft
from bot.screens.names import name_of
from bot.screens.phrases import clipped, sentence
from bot.screens.prompts import FULL_SCREENS, prompt
from bot.screens.receipt import receipt
from bot.screens.settling import settle
from bot.screens.steps import Rows
from bot.screens.taken import (
    below,
    has_room,
    offers_answers,
    taken_line,
)
from bot.screens.verdict import verdict_message
from bot.screens.view import View
from bot.texts import plain, say
from conversations import effects
from conversations.application import Application
from conversations.card import CARD_FIELDS
from conversations.effects import Effect
from conversations.questions import PICTURES, is_typed
from conversations.replies import MISUNDERSTOOD

_LONGEST_NOTICE = 200  # characters; Bot API, answerCallbackQuery

#: What is wrong with a typed answer is about this and the question.
_ANSWER = "answer:"

#: The newest are enough for somebody who does not wait for the answers.
_MOST_PROBLEMS = 5


def draw(shown: Collection[Effect], application: Application, view: View) -> list[Shown]:
    """The messages for these effects, in order; a press is answered first, exactly once."""
    notices: list[str] = []
    messages: list[Shown] = []
    pressed, taken, armed = view.pressed, view.taken, view.armed
    view = replace(view, problems=_unsaid(shown, application, view))
    is_elsewhere = application.is_draft and not view.is_active
    is_asked = view.is_active and any(isinstance(effect, effects.Ask) for effect in shown)
    is_joined = is_asked and pressed is None and has_room(application)
    for effect in shown:
        match effect:
            case effects.Ask() | effects.Redraw() if is_elsewhere:
                messages += _draw_elsewhere(effect, application, view)
            case effects.Settle(question=question, text="") if is_joined and is_typed(
                application, question
            ):
                taken = (*taken, taken_line(application, question, view.language))
                if view.prompt_id and offers_answers(application, question):
                    armed = view.prompt_id
            case effects.Tell(text=text, values=values) if pressed:
                notices.append(sentence(application, view.language, text, values, write=plain))
            case effects.Settle():
                messages += settle(effect, application, view)
            case effects.Ask(is_instead=True) if view.prompt_id:
                messages += _instead(_draw(effect, application, view))
                taken, armed = (), None
            case effects.Ask() | effects.Redraw():
                messages += _below(taken, armed, _draw(effect, application, view), application)
                taken, armed = (), None
            case _:
                messages += _draw(effect, application, view)
    if pressed is None:
        return messages
    notice = clipped(" ".join(notices), _LONGEST_NOTICE)
    return [Shown(AnswerPress(query_id=pressed.query_id, text=notice)), *messages]


def _draw(
    effect: effects.Ask
    | effects.Redraw
    | effects.Tell
    | effects.ShowProgress
    | effects.ShowReceipt
    | effects.ShowVerdict
    | effects.RefreshDetail,
    application: Application,
    view: View,
) -> Iterator[Shown]:
    language = view.language
    match effect:
        case effects.Ask():
            yield from _ask(effect, application, view)
        case effects.Redraw():
            yield Shown(_redrawn(application, view), Place.PROMPT)
        case effects.Tell(text=text, values=values):
            yield Shown(Send(text=sentence(application, language, text, values)))
        case effects.ShowProgress(is_new=is_new):
            text, rows = _progress(effect, application, language)
            line = Send(text=text, keyboard=rows) if is_new else Replace(text=text, keyboard=rows)
            yield Shown(line, Place.PROGRESS)
        case effects.ShowReceipt(is_new=is_new):
            shown = receipt(application, language, view.organisation)
            yield Shown(shown, Place.RECEIPT, instead_of=None if is_new else Place.PROMPT)
        case effects.RefreshDetail():
            message = detail(application, language)
            refresh = Refresh(
                text=message.text,
                keyboard=message.keyboard,
                is_provisional=application.is_unanswered,
            )
            yield Shown(refresh, Place.DETAIL)
        case effects.ShowVerdict(is_correction=is_correction):
            yield Shown(verdict_message(application, language, is_correction=is_correction))
            if not application.remains:
                shown = receipt(application, language, view.organisation, has_menu=False)
                yield Shown(Refresh(text=shown.text, keyboard=shown.keyboard), Place.RECEIPT)


def _ask(effect: effects.Ask, application: Application, view: View) -> Iterator[Shown]:
    if application.reading and not effect.problem:
        yield from _views_of_card(application)
    words = problem_in_words(effect, application, view.language)
    about = effect.about or (_ANSWER + application.asking if view.is_answer else "")
    problems = _each_once([*view.problems, *([(about, words)] if words else [])])
    if application.asking in FULL_SCREENS:
        lasting = view.problems if view.is_answer else problems
        if lasting:
            yield Shown(Send(text=f"⚠ {_in_one(lasting)}"))
        if words and view.is_answer:
            yield Shown(Send(text=f"⚠ {words}"), Place.PROBLEM)
        problems = []
    words = _in_one(_each_once([*problems, *_proposal(application, view.language)]))
    asked = prompt(application, view.language, words, view.organisation, is_named=view.is_named)
    asked = structs.replace(asked, problems=tuple(problems))
    is_replaced = application.is_draft or application.is_under_way
    yield Shown(asked, Place.PROMPT if is_replaced else None)


def _redrawn(application: Application, view: View) -> Send | Replace:
    """The current prompt again, in its own message if nothing is wrong."""
    words = _in_one(view.problems)
    fresh = prompt(application, view.language, words, is_named=view.is_named)
    if view.problems:
        # Only a new message can be replaced unsent without losing its problems.
        return structs.replace(fresh, problems=tuple(view.problems))
    return Replace(
        text=fresh.text,
        keyboard=fresh.keyboard,
        is_masked=fresh.is_masked,
        is_forwardable=fresh.is_forwardable,
    )


def _unsaid(
    shown: Iterable[Effect], application: Application, view: View
) -> Sequence[tuple[str, str]]:
    """The problems of the unsent prompt, but for those since corrected or refused again.

    That of an answer is left out once something else was heard or is asked.
    """
    again: set[object] = {slot for slot in application.pictures if slot != application.asking}
    for effect in shown:
        match effect:
            case effects.Settle(question=question) | effects.Ask(about=question):
                again.add(question)
            case effects.Tell(values=values):
                again.add(values.get("field"))
    answer = _ANSWER + application.asking if view.is_reply else None

    def is_still_said(about: str) -> bool:
        return about == answer if about.startswith(_ANSWER) else about not in again

    return [each for each in view.problems if not each[0] or is_still_said(each[0])]


def _proposal(application: Application, language: str) -> Iterator[tuple[str, str]]:
    """What a yes would mean, said as often as the question is shown."""
    if date := application.proposed.get(application.asking):
        yield _ANSWER + application.asking, say(language, "invalid-date-century", dates=date)


def _each_once(problems: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return list(dict.fromkeys(problems))[-_MOST_PROBLEMS:]


def _in_one(problems: Iterable[tuple[str, str]]) -> str:
    return "\n⚠ ".join(words for _, words in problems)


def _draw_elsewhere(
    effect: effects.Ask | effects.Redraw, application: Application, view: View
) -> Iterator[Shown]:
    """What is shown of a draft while the agent's typing is about another."""
    if isinstance(effect, effects.Ask):
        problem = problem_in_words(effect, application, view.language)
        yield Shown(waiting_draft(application, view.language, problem))
    elif view.prompt_id:
        fresh = prompt(application, view.language, is_named=view.is_named)
        yield Shown(Edit(message_id=view.prompt_id, text=fresh.text, keyboard=fresh.keyboard))


def _instead(drawn: Iterable[Shown]) -> Iterator[Shown]:
    """The prompt in the message of an outdated one."""
    return (replace(one, instead_of=one.place) for one in drawn)


def _below(
    taken: Sequence[str], armed: int | None, drawn: Iterable[Shown], application: Application
) -> Iterator[Shown]:
    """The prompt below the answers just taken, or after them if it fills the screen itself."""
    for one in drawn:
        asked, place = one.message, one.place
        if not taken or place is not Place.PROMPT or not isinstance(asked, Send | Replace):
            yield one
        elif has_room(application):
            yield Shown(below(taken, asked, disarms=armed), place)
        else:
            yield Shown(Send(text="\n".join(taken), disarms=armed))
            yield one


def _views_of_card(application: Application) -> Iterator[Shown]:
    """The photo to compare with the question: the card, or the part with a field."""
    asking = application.asking
    if asking == "card":
        yield Shown(Preview(application_id=application.id))
    elif asking in CARD_FIELDS:
        part = PART_OF_FIELD[asking]
        photo = application.pictures["back" if part == "back" else "front"]
        yield Shown(Preview(application_id=application.id, part=part, file_id=photo.file_id))


def problem_in_words(ask: effects.Ask, application: Application, language: str) -> str:
    """What was wrong, preceded by the field's name if it is not the current question."""
    if not ask.problem:
        return ""
    words = sentence(application, language, ask.problem, ask.values)
    if ask.about and ask.about != application.asking:
        name = html.escape(name_of(application, ask.about, language), quote=False)
        words = f"<b>{name}</b>: {words}"
        if ask.about in PICTURES and application.asking not in PICTURES:
            words += f" {say(language, 'photo-now-or-later')}"
    others = (effects.Ask(problem=reason, about=about) for about, reason in ask.others.items())
    said = (problem_in_words(other, application, language) for other in others)
    return "\n⚠ ".join([words, *said])


def _progress(
    effect: effects.ShowProgress, application: Application, language: str
) -> tuple[str, Rows]:
    """The live line, with a button to swap the pictures while that is useful."""
    is_unread = application.has_both_sides and application.reading is None
    is_swappable = is_unread and application.reading_problem != MISUNDERSTOOD
    rows = [[swap_button(application, language)]] if is_swappable else []
    return say(language, effect.text), rows
