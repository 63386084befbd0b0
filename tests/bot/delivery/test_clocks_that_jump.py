"""Whatever the wall clock says for a moment, messages go out without delay and in their order."""

import asyncio
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chat.outgoing import AnswerPress
from tests.support.clocks import until
from tests.support.delivery import RAHIM, Delivery
from tests.support.scripted_telegram import TOKEN, page, refused, scripted_telegram

#: Seconds: a little, a hardware clock in local time, a day, a hundred days, and anything.
jumps = st.sampled_from([-40, 6 * 3600, -6 * 3600, 86_400, 100 * 86_400, -100 * 86_400]) | (
    st.integers(-3_000_000_000, 3_000_000_000)
)
AWAY, WAIT = page(502, ""), refused(429, "Too Many Requests", retry_after=30)


@settings(max_examples=8, deadline=None)
@given(st.lists(st.tuples(jumps, st.sampled_from([None, AWAY, WAIT])), min_size=1, max_size=5))
def test_messages_arrive_in_order_within_a_minute_of_the_clock_being_right(
    happenings: list[tuple[int, object]],
) -> None:
    asyncio.run(_messages_arrive(happenings))


async def _messages_arrive(happenings: list[tuple[int, object]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with (
            scripted_telegram() as telegram,
            Delivery(telegram.url, TOKEN, Path(folder)) as delivery,
        ):
            right = delivery.clock.now
            for number, (jump, stumble) in enumerate(happenings):
                delivery.clock.passes(jump)
                if stumble:
                    telegram.stumbles("sendMessage", stumble)  # type: ignore[arg-type]
                tries = len(telegram.calls("sendMessage"))
                delivery.owes(str(number))
                if number == 0:  # what is owed now is tried now
                    await until(lambda tries=tries: len(telegram.calls("sendMessage")) > tries)  # type: ignore[misc]
            delivery.clock.now = right
            delivery.store.set_clock_right(right)
            for _ in range(2 * len(happenings)):
                if delivery.store.outbox.count():
                    await delivery.lets_pass(60)
            await delivery.is_done()

            assert telegram.told(RAHIM) == [str(number) for number in range(len(happenings))]


@settings(max_examples=5, deadline=None)
@given(jumps)
def test_a_press_is_answered_whatever_the_clock_says(jump: int) -> None:
    async def is_answered() -> None:
        with tempfile.TemporaryDirectory() as folder:
            async with (
                scripted_telegram() as telegram,
                Delivery(telegram.url, TOKEN, Path(folder)) as delivery,
            ):
                delivery.clock.passes(jump)
                delivery.owes(AnswerPress(query_id="press", text="noted"))
                await until(lambda: telegram.calls("answerCallbackQuery"))

    asyncio.run(is_answered())
