"""What becomes of the message that asked, once it is answered: it shows the answer. Pure."""

from collections.abc import Iterable, Iterator

from bot.chat.incoming import ButtonPressed
from bot.chat.outgoing import Disarm, Edit, Send
from bot.chat.places import Place, Shown
from bot.screens.menu import menu_row
from bot.screens.phrases import sentence
from bot.screens.taken import lines_above, taken_line
from bot.screens.view import View
from bot.texts import say
from conversations import effects
from conversations.application import Application
from conversations.effects import Effect
from conversations.questions import Accepts, is_typed, question_of


def settled_message(
    shown: Iterable[Effect], pressed: ButtonPressed | None, prompt_id: int | None
) -> int | None:
    """The message in which these effects show the answer: the pressed one, else the prompt."""
    if not any(isinstance(effect, effects.Settle) for effect in shown):
        return None
    return pressed.message_id if pressed else prompt_id


def settle(effect: effects.Settle, application: Application, view: View) -> Iterator[Shown]:
    """Show the answer where the question was: its buttons are of no use now."""
    message_id = settled_message((effect,), view.pressed, view.prompt_id)
    if message_id:
        yield _in_place(message_id, effect, application, view)
    else:
        yield from _alone(effect, application, view.language)


def _in_place(
    message_id: int, effect: effects.Settle, application: Application, view: View
) -> Shown:
    language = view.language
    question = question_of(application, effect.question)
    if effect.text and effect.question:
        words = sentence(application, language, effect.text, {})
        return Shown(Edit(message_id=message_id, text=f"✓ {words}"))
    if effect.text:
        text, rows = say(language, effect.text), [menu_row(language)]
        return Shown(Edit(message_id=message_id, text=text, keyboard=rows))
    if question and question.accepts == Accepts.CONSENT:
        text = f"✓ {say(language, 'settled-consent')}"
        return Shown(Edit(message_id=message_id, text=text))
    if question and is_typed(application, question.key):
        above = lines_above(view.pressed.text) if view.pressed else ()
        lines = (*above, taken_line(application, question.key, language))
        return Shown(Edit(message_id=message_id, text="\n".join(lines)))
    return Shown(Disarm(message_id=message_id))


def _alone(effect: effects.Settle, application: Application, language: str) -> Iterator[Shown]:
    """What is worth a message where the question was never shown."""
    if effect.text and not effect.question:
        yield Shown(Send(text=say(language, effect.text), keyboard=[menu_row(language)]))
    elif not effect.text and is_typed(application, effect.question):
        line = taken_line(application, effect.question, language)
        yield Shown(Send(text=line), Place.ANSWER, effect.question)
