import asyncio
import json
import time

import httpx
import phonenumbers
import pytest

from bot.sandbox.ekyc.faults import KINDS, MAGIC_PREFIX
from tests.bot.sandbox.ekyc.caller import Caller, specimen

MOBILE = "01711132446"


async def kept(caller: Caller) -> int:
    return len((await caller.applications())["applications"])


async def test_slow_makes_the_next_card_slow_and_only_that(caller: Caller) -> None:
    await caller.asks_for("slow", seconds=0.5)
    started_at = time.perf_counter()
    await caller.reads_card()
    assert time.perf_counter() - started_at >= 0.5
    assert (await caller.http.get("/control/faults")).json() == {"faults": []}


async def test_a_timeout_after_saving_keeps_the_application_and_answers_nothing(
    caller: Caller,
) -> None:
    form = await caller.filled_form()
    await caller.asks_for("timeout_after_saving")
    caller.http.timeout = httpx.Timeout(0.3)
    with pytest.raises(httpx.ReadTimeout):
        await caller.step_two(form)
    caller.http.timeout = httpx.Timeout(10)
    assert await kept(caller) == 1
    assert (await caller.verdict())["status"] == "passed"


async def test_a_timeout_after_saving_ends_with_a_proxys_page(caller: Caller) -> None:
    form = await caller.filled_form()
    await caller.asks_for("timeout_after_saving", seconds=0.2)
    reply = await caller.step_two(form)
    assert reply.status_code == 504
    assert reply.headers["content-type"].startswith("text/html")


async def test_an_error_after_saving_keeps_the_application(caller: Caller) -> None:
    form = await caller.filled_form()
    await caller.asks_for("error_after_saving")
    reply = await caller.step_two(form)
    assert reply.status_code == 500
    assert reply.headers["content-type"].startswith("text/html")
    assert await kept(caller) == 1


async def test_a_bad_gateway_lets_nothing_through(caller: Caller) -> None:
    form = await caller.filled_form()
    await caller.asks_for("bad_gateway")
    reply = await caller.step_two(form)
    assert reply.status_code == 502
    assert reply.text.startswith("<html>")
    assert await kept(caller) == 0


async def test_a_token_can_be_refused_in_mid_run(caller: Caller) -> None:
    form = await caller.filled_form()
    await caller.asks_for("unauthorized")
    assert (await caller.step_two(form)).json() == {"detail": "Invalid token."}
    assert (await caller.status_reply(MOBILE)).status_code == 401
    assert (await caller.log(status="all")).status_code == 401
    assert (await caller.step_two(form)).status_code == 200


async def test_too_many_requests_say_when_to_come_back(caller: Caller) -> None:
    await caller.asks_for("too_many_requests", seconds=7)
    reply = await caller.log(status="all")
    assert reply.status_code == 429
    assert reply.headers["Retry-After"] == "7"
    assert "7 seconds" in reply.json()["detail"]


async def test_malformed_json_is_right_but_for_trailing_commas(caller: Caller) -> None:
    await caller.submits()
    await caller.verdict()
    await caller.asks_for("malformed_json")
    text = (await caller.status_reply(MOBILE)).text
    with pytest.raises(json.JSONDecodeError):
        json.loads(text)
    assert json.loads(text.replace(",\n  }", "\n  }").replace(",\n}", "\n}")) == (
        await caller.status()
    )


async def test_truncated_json_breaks_off(caller: Caller) -> None:
    await caller.asks_for("truncated_json")
    reply = await caller.step_two(await caller_form(caller))
    assert reply.status_code == 200
    assert reply.text.startswith('{"status"')
    with pytest.raises(json.JSONDecodeError):
        reply.json()
    assert await kept(caller) == 1


async def caller_form(caller: Caller) -> dict[str, str]:
    """A form whose step 1 used up no fault."""
    await caller.asks_for("clear")
    form = await caller.filled_form()
    await caller.asks_for("truncated_json")
    return form


async def test_the_last_page_of_the_log_can_repeat_for_ever(caller: Caller) -> None:
    for number in range(3):
        await caller.submits(number, mobile_number=f"0170000000{number}")
    await caller.asks_for("last_page_repeats")
    pages = [
        (await caller.log(status="all", per_page="2", page=page)).json()
        for page in ("1", "2", "3", "99")
    ]
    assert len(pages[0]) == 2
    assert pages[1] == pages[2] == pages[3]
    assert len(pages[1]) == 1


async def test_a_stuck_application_stays_pending(caller: Caller) -> None:
    await caller.asks_for("stuck_pending")
    await caller.submits()
    await asyncio.sleep(0.3)
    assert await caller.status() == {"status": "pending"}


async def test_a_passed_verdict_can_be_corrected_to_failed(caller: Caller) -> None:
    await caller.asks_for("verdict_corrected", seconds=0.4)
    await caller.submits()
    assert (await caller.verdict())["status"] == "passed"
    async with asyncio.timeout(30):
        while (await caller.status())["status"] == "passed":  # noqa: ASYNC110 - the wire is asked
            await asyncio.sleep(0.05)
    corrected = await caller.status()
    assert corrected["status"] == "failed"
    assert corrected["detail"]["applicantPhoto_app_ec_match"] is False


async def test_a_failed_verdict_can_be_corrected_to_passed(caller: Caller) -> None:
    await caller.asks_for("verdict_corrected", seconds=0.4)
    await caller.submits(photo=specimen("selfies/03_a.jpg"))
    assert (await caller.verdict())["status"] == "failed"
    async with asyncio.timeout(30):
        while (await caller.status())["status"] == "failed":  # noqa: ASYNC110 - the wire is asked
            await asyncio.sleep(0.05)
    corrected = await caller.status()
    assert corrected["status"] == "passed"
    assert all(value for key, value in corrected["detail"].items() if key.endswith("_match"))


async def test_the_register_may_know_nobody_until_the_customer_is_submitted_again(
    caller: Caller,
) -> None:
    await caller.asks_for("not_in_register")
    form = await caller.submits()
    assert await caller.verdict() == {"status": "invalid"}
    await caller.step_two(form)
    assert (await caller.verdict())["status"] == "passed"


async def test_fields_can_be_left_out_of_a_reading(caller: Caller) -> None:
    await caller.asks_for("fields_left_out")
    card = await caller.reads_card()
    assert (card["father_name"], card["address"]) == ("", "none")
    assert card["nid_no"] == "0001991032588"
    assert (await caller.reads_card())["father_name"] != ""


async def test_fields_can_be_misread(caller: Caller) -> None:
    await caller.asks_for("fields_misread")
    card = await caller.reads_card()
    assert (card["nid_no"], card["dob"]) == ("0001991032582", "1991/3/24")
    assert (await caller.reads_card())["nid_no"] == "0001991032588"


async def test_answers_can_come_in_version_1_06_and_be_worked_with(caller: Caller) -> None:
    await caller.asks_for("dialect_1_06")
    card = (await caller.step_one()).json()["data"]
    assert card["dob"] == "25/3/1991"
    assert card["id_front_url"].startswith("/media/")
    assert "id_front_image" not in card
    assert "id_front_name" not in card
    await caller.asks_for("clear")
    form = await caller.filled_form()
    await caller.asks_for("dialect_1_06")
    form |= {"id_front_name": card["id_front_url"], "id_back_name": card["id_back_url"]}
    assert (await caller.step_two(form)).json()["status"] == "success"


async def test_answers_can_come_in_version_1_08(caller: Caller) -> None:
    await caller.submits()
    await caller.verdict()
    await caller.asks_for("dialect_1_08")
    body = await caller.status()
    assert body["status"] == "success"
    assert body["data"]["status"] == "passed"
    detail = body["data"]["detail"]
    assert detail["applicant_name_eng"] == "RAHIMA KHATUN"
    assert detail["dob"] == "1991/03/25/"
    assert detail["Applicant_photo_app_ec_match"] is True
    assert not [key for key in detail if key.endswith("_ec")]
    (row,) = (await caller.log(status="all")).json()
    assert row["nid_no"] == "0001991032588"
    assert row["mobile_number"] == MOBILE


async def test_answers_can_come_in_an_envelope(caller: Caller) -> None:
    await caller.asks_for("envelope")
    assert (await caller.step_one()).json()["status_code"] == 4001
    form = await caller.filled_form()
    assert (await caller.step_two(form)).json()["message"].startswith("Application successfully")
    async with asyncio.timeout(30):
        while (body := await caller.status())["data"]["status"] == "pending":  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    assert (body["status"], body["status_code"]) == ("success", 4004)
    assert body["data"]["detail"]["nid_score"] == 100
    assert len((await caller.log(status="all")).json()["data"]) == 1


async def test_a_fault_may_affect_one_mobile_number_only(caller: Caller) -> None:
    await caller.asks_for("bad_gateway", mobile_number="01700000001", times="always")
    assert (await caller.status_reply("01700000002")).status_code == 200
    assert (await caller.status_reply("01700000001")).status_code == 502
    assert (await caller.log(status="all")).status_code == 200


def magic(code: int, rest: int = 1) -> str:
    return f"{MAGIC_PREFIX}{code:02}{rest:04}"


async def test_a_magic_number_strikes_once(caller: Caller) -> None:
    form = await caller.filled_form(mobile_number=magic(4))
    assert (await caller.step_two(form)).status_code == 502
    assert (await caller.step_two(form)).status_code == 200
    assert (await caller.step_two(form | {"mobile_number": magic(4, 2)})).status_code == 502


async def test_a_magic_number_can_be_meant_for_the_next_card(caller: Caller) -> None:
    await caller.submits(mobile_number=magic(15))
    assert (await caller.reads_card())["father_name"] == ""


async def test_a_magic_number_ends_all_faults(caller: Caller) -> None:
    await caller.submits(mobile_number=magic(9))
    await caller.submits(mobile_number=magic(0))
    assert (await caller.http.get("/control/faults")).json() == {"faults": []}


def test_every_kind_has_a_magic_number_that_passes_for_a_real_one() -> None:
    codes = [usual.code for usual in KINDS.values()]
    assert len(set(codes)) == len(KINDS)
    for code in [0, *codes]:
        number = phonenumbers.parse(magic(code, 1234), "BD")
        assert phonenumbers.is_valid_number(number), magic(code, 1234)
