"""Any input on either wire: no reader fails, and Telegram accepts what is sent in reply.

A few cases each time; `make faults` asks for a hundred thousand and prints how many they were.
"""

import contextlib
import json
import sys
from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from telegram.error import NetworkError

from bot.chat.buttons import press_button, read_press
from bot.chat.outgoing import AnswerPress, AnyOutgoing, Edit, Refresh, Replace, Send
from bot.ekyc import EkycError
from bot.ekyc.registration_replies import check_submission, read_reading
from bot.ekyc.replies import Reply
from bot.ekyc.verification_replies import read_log_page, read_status
from bot.pictures.preparation import prepare
from bot.pictures.results import UnusablePicture
from bot.sandbox.telegram.html import parse
from bot.telegram.connections import Connections
from bot.telegram.updates import read_update
from conversations.application import Application
from tests.bot.ekyc.sample import mutated_samples
from tests.support.errands import PHOTO
from tests.support.forms import AGENT, every_point
from tests.support.office import Office
from tests.support.scripted_telegram import message

pytestmark = pytest.mark.one_engine  # about readers; all examples share one database

POINTS: list[Application] = list(every_point().values())

#: One database serves many cases; what an earlier one left is one more challenge.
many_cases = settings(suppress_health_check=list(HealthCheck))
COUNTED: Counter[str] = Counter()


@pytest.fixture(scope="module", autouse=True)
def _count() -> Iterator[None]:
    yield
    total = sum(COUNTED.values())
    figures = ", ".join(f"{name} {number:,}" for name, number in COUNTED.items())
    print(f"\nHostile inputs: {total:,} ({figures}).", file=sys.stderr)


# -- how Telegram would answer our messages ---------------------------------------------------


def assert_sendable(messages: list[AnyOutgoing]) -> None:
    """Telegram refuses bad HTML, texts of more than 4,096 units and button data over 64 bytes."""
    for one in messages:
        if isinstance(one, AnswerPress):
            assert utf16_length(one.text) <= 200
        if isinstance(one, Send | Replace | Refresh | Edit):
            text, _ = parse(one.text)
            assert 0 < utf16_length(text) <= 4096
            assert text.strip()
            for button in (button for row in one.keyboard for button in row):
                assert 1 <= len(button.data.encode()) <= 64
                assert button.text.strip()


def utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


# -- strategies --------------------------------------------------------------------------------

ODD_TEXTS = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="০১২৩৪৫৬৭৮৯0123456789+- /.", max_size=24),
    st.text(alphabet="অআইকখগমািীুূে্ঁংঃ য়ড়\u200c\u200d\u09bc", max_size=80),
    st.text(alphabet="<>&\"'/bi= abc;#x", max_size=60),
    st.text(alphabet="\u202e\u200f\u061c\u2066\u0000\u200b\ufeff\u00ad אب", max_size=40),
    st.sampled_from(["😀" * 2048, "&" * 4096, "<b>" * 1365, "ক" * 4096, "\u200b", "/"]),
)
#: Among it half a surrogate pair, which JSON can write and UTF-8 cannot.
WRITTEN = st.one_of(
    st.text(max_size=20),
    st.text(alphabet="\ud83d\ude00 a1/", max_size=24),
    st.sampled_from(["/start", "/announce", "/log"]).map(lambda command: f"{command} a\ud83d"),
)
DATA = st.one_of(
    st.text(max_size=64),
    st.binary(max_size=64).map(lambda raw: raw.decode("latin-1")),
    st.lists(st.sampled_from(["p", "abcd2345", "0", "1", "-1", "gender", "male", "submit", "back"]))
    .map(":".join)
    .filter(lambda data: len(data) <= 64),
)
VERBS = ("submit", "submit-again", "back", "keep", "swap", "card", "edit", "choose", "consent")


@st.composite
def mutated(draw: st.DrawFn, original: bytes) -> bytes:
    """Some bytes changed, cut out or put in."""
    content = bytearray(original)
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, max(len(content) - 1, 0)))
        match draw(st.sampled_from(["change", "cut", "insert", "end"])):
            case "change" if content:
                content[at] = draw(st.integers(0, 255))
            case "cut":
                del content[at : at + draw(st.integers(1, 400))]
            case "insert":
                content[at:at] = draw(st.binary(min_size=1, max_size=40))
            case "end":
                del content[at:]
    return bytes(content)


NUMBERS = st.integers(-(2**40), 2**52)  # as Telegram's are


def like(value: object) -> st.SearchStrategy[object]:
    """Another value of that kind; other kinds are set aside (`test_polling.py`)."""
    if isinstance(value, bool):
        return st.booleans()
    if isinstance(value, int):
        return NUMBERS
    return ODD_TEXTS if isinstance(value, str) else st.just(value)


@st.composite
def odd_updates(draw: st.DrawFn) -> dict[str, object]:
    """A real update with some of its values replaced, left out, or of another kind."""
    update: dict[str, object] = json.loads(json.dumps(message(1, draw(WRITTEN))))
    if draw(st.booleans()):
        update = {
            "update_id": 1,
            "callback_query": {
                "id": "7",
                "from": update["message"]["from"],  # type: ignore[index]  # as `message` made it
                "message": update["message"],
                "chat_instance": "1",
                "data": draw(DATA),
            },
        }
    for _ in range(draw(st.integers(0, 4))):
        place: dict[str, object] = update
        while True:
            key = draw(st.sampled_from(sorted(place)))
            inner = place[key]
            if isinstance(inner, dict) and inner and draw(st.integers(0, 3)):
                place = inner
                continue
            if key != "update_id" and draw(st.integers(0, 3)) == 0:
                del place[key]
            else:
                place[key] = draw(like(inner))
            break
    return update


# -- the readers of both wires -----------------------------------------------------------------


@many_cases
@given(st.integers(200, 599), st.binary(max_size=400) | mutated_samples())
def test_no_reply_of_the_ekyc_service_makes_its_readers_stumble(status: int, body: bytes) -> None:
    COUNTED["replies"] += 1
    reply = Reply.read(status, {}, body, hidden=["01711223344"])
    for read in (read_reading, check_submission, read_status, read_log_page):
        with contextlib.suppress(EkycError):
            read(reply)


@many_cases
@given(
    st.binary(max_size=400)
    | mutated(json.dumps({"ok": True, "result": [message(1, "a")]}).encode())
)
def test_no_answer_of_telegram_makes_its_reader_stumble(body: bytes) -> None:
    COUNTED["answers"] += 1
    with contextlib.suppress(NetworkError):  # any other exception would print people's words
        Connections.parse_json_payload(body)


@pytest.fixture(scope="module")
def office() -> Office:
    return Office()


@many_cases
@given(raw=odd_updates())
def test_no_update_that_can_be_read_makes_the_router_fail(
    raw: dict[str, object], office: Office
) -> None:
    COUNTED["updates"] += 1
    try:
        incoming = read_update(raw)
    except Exception:  # noqa: BLE001 - set aside by the intake; see test_batch.py
        return
    if incoming:
        assert_sendable(office.takes(incoming.content, AGENT))


# -- what people type and press ----------------------------------------------------------------


@many_cases
@given(point=st.sampled_from(POINTS), text=ODD_TEXTS, language=st.sampled_from(["en", "bn"]))
def test_any_text_at_any_question_is_answered_with_what_telegram_takes(
    office: Office, point: Application, text: str, language: str
) -> None:
    COUNTED["texts"] += 1
    office.store.agents.speak(AGENT, language)
    office.holds(point)

    assert_sendable(office.hears(text))


@many_cases
@given(
    point=st.sampled_from(POINTS),
    data=DATA,
    verb=st.sampled_from(VERBS),
    words=st.lists(ODD_TEXTS, max_size=2),
    is_drawn=st.booleans(),
)
def test_any_forged_press_is_answered_and_harms_nothing(
    office: Office, point: Application, data: str, verb: str, words: list[str], *, is_drawn: bool
) -> None:
    COUNTED["presses"] += 1
    form = office.holds(point)
    if is_drawn:
        data = press_button("", form, verb, *words).data
    read_press(data)

    assert_sendable(office.sees_press(data))


# -- pictures ----------------------------------------------------------------------------------


@settings(suppress_health_check=list(HealthCheck), max_examples=min(settings().max_examples, 500))
@given(st.binary(max_size=2000) | mutated(PHOTO))
def test_any_file_is_a_picture_or_is_refused_with_a_reason(content: bytes) -> None:
    COUNTED["pictures"] += 1
    with contextlib.suppress(UnusablePicture):
        assert prepare(content).jpeg.startswith(b"\xff\xd8")
