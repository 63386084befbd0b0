"""Examples of good photos, shown before the first question of their kind and never again."""

import io

import pytest
from PIL import Image

from bot.chat.outgoing import AnyOutgoing, Example, Send
from bot.screens.examples import EXAMPLES, example_picture
from tests.support.forms import until
from tests.support.office import OTHER_AGENT, Office, only


@pytest.fixture
def office() -> Office:
    return Office()


def begins(office: Office) -> list[AnyOutgoing]:
    """Open a form and let the customer agree."""
    office.hears("/new")
    return office.sees_tap("consent")


def shown(messages: list[AnyOutgoing]) -> list[str]:
    return [message.slot for message in messages if isinstance(message, Example)]


@pytest.mark.parametrize("slot", sorted(EXAMPLES))
def test_an_example_is_a_small_picture_that_tells_nothing_else(slot: str) -> None:
    content = example_picture(slot)

    assert len(content) < 40_000
    with Image.open(io.BytesIO(content)) as picture:
        assert picture.format == "JPEG"
        assert not picture.getexif()


def test_it_comes_before_the_question_and_in_the_agents_language(office: Office) -> None:
    office.store.agents.speak(office.agent.id, "bn")
    messages = begins(office)

    assert only(Example, messages) == Example(slot="front", language="bn")
    kinds = [type(message) for message in messages]
    assert kinds.index(Example) < kinds.index(Send)


def test_it_comes_once_and_not_with_the_next_customer(office: Office) -> None:
    assert shown(begins(office)) == ["front"]
    office.sees_tap("decline")

    assert shown(begins(office)) == []


def test_each_agent_and_each_photo_has_its_own(office: Office) -> None:
    assert shown(begins(office)) == ["front"]
    office.hears("/new", OTHER_AGENT)
    other = office.store.caseloads.of_agent(OTHER_AGENT, limit=1)[0]
    assert shown(office.sees_press(f"{other.id}.1.consent", OTHER_AGENT)) == ["front"]
    office.holds(until("nominee_relation"))
    assert shown(office.sees_tap("pick", "nominee_relation", "mother")) == ["selfie"]
