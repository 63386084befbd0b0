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
    language = view.language
    message_id = settled_message((effect,), view.pressed, view.prompt_id)
    question = question_of(application, effect.question)
    if effect.text and effect.question:
        if message_id:
            words = sentence(application, language, effect.text, {})
            yield Shown(Edit(message_id=message_id, text=f"✓ {words}"))
    elif effect.text:
        text, rows = say(language, effect.text), [menu_row(language)]
        if message_id:
            yield Shown(Edit(message_id=message_id, text=text, keyboard=rows))
        else:
            yield Shown(Send(text=text, keyboard=rows))
    elif message_id and question and question.accepts == Accepts.CONSENT:
        text = f"✓ {say(language, 'settled-consent')}"
        yield Shown(Edit(message_id=message_id, text=text))
    elif question and is_typed(application, question.key):
        line = taken_line(application, question.key, language)
        above = lines_above(view.pressed.text) if view.pressed else ()
        if message_id:
            yield Shown(Edit(message_id=message_id, text="\n".join((*above, line))))
        else:  # the question was never shown, so the answer is shown alone
            yield Shown(Send(text=line), Place.ANSWER, question.key)
    elif message_id:
        yield Shown(Disarm(message_id=message_id))
