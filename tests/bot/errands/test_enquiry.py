"""What is asked about an application, and what each answer lets the judgements see."""

from dataclasses import replace

import pytest
from starlette.requests import Request
from starlette.responses import Response

from bot.ekyc import EkycDenied, EkycUnavailable, State
from bot.errands.enquiry import Enquiry
from bot.verdicts.look import Look
from bot.verdicts.matching import Rivals
from conversations.application import Application
from tests.support.errands import Workshop
from tests.support.forms import pending
from tests.support.scripted_service import (
    DENIED,
    NOT_FOUND,
    Answer,
    cut,
    page,
    row,
    says,
    status,
)

OTHERS = "01812345678"
BEFORE = "20/11/2026"  # three days before the submission


def sent_with(token: str | None, name: str = "abcd2345", mobile: str = "") -> Application:
    """A pending application that was sent with the token of that digest."""
    form = pending()
    assert form.submission
    answers = {**form.answers, **({"mobile_number": mobile} if mobile else {})}
    submission = replace(form.submission, token=token)
    return replace(form, id=name, answers=answers, submission=submission)


# -- the status call ----------------------------------------------------------------------------


async def test_a_status_is_seen_as_the_service_says_it(shop: Workshop, enquiry: Enquiry) -> None:
    shop.service.says("status", status("passed"))

    look = await enquiry.status(pending())

    assert look.status
    assert look.status.state == State.PASSED
    assert look.is_answered
    assert not look.is_denied


@pytest.mark.parametrize(
    ("answer", "look"),
    [
        (NOT_FOUND, Look(is_denied=True, is_answered=True)),
        (says({"status": ["passed"]}), Look(is_answered=True)),
        (says({"status": "error", "message": "no"}, 400), Look(is_answered=True)),
    ],
)
async def test_an_answer_without_a_status_denies_only_where_it_says_so(
    shop: Workshop, enquiry: Enquiry, answer: Answer, look: Look
) -> None:
    shop.service.says("status", answer)

    assert await enquiry.status(pending()) == look


@pytest.mark.parametrize(
    ("answer", "error"),
    [(cut, EkycUnavailable), (page(500, ""), EkycUnavailable), (DENIED, EkycDenied)],
)
async def test_a_call_that_is_not_answered_is_no_look(
    shop: Workshop, enquiry: Enquiry, answer: Answer, error: type[Exception]
) -> None:
    shop.service.says("status", answer)
    shop.service.says("log", answer)

    with pytest.raises(error):
        await enquiry.status(pending())
    with pytest.raises(error):
        await enquiry.with_log(Look(), pending())


# -- the log ------------------------------------------------------------------------------------


async def test_of_the_log_only_rows_with_the_mobile_number_are_seen(
    shop: Workshop, enquiry: Enquiry
) -> None:
    shop.service.log_rows = [row("pending"), row("passed", mobile=OTHERS), row("failed")]

    look = await enquiry.with_log(Look(is_answered=True), pending())

    assert look.rows is not None
    assert [each.state for each in look.rows] == [State.PENDING, State.FAILED]
    assert (look.is_answered, look.is_complete, look.is_whole) == (True, True, True)


async def test_a_log_that_is_not_understood_takes_back_what_an_earlier_one_showed(
    shop: Workshop, enquiry: Enquiry
) -> None:
    shop.service.says("log", says({"rows": "?"}))

    look = await enquiry.with_log(
        Look(is_answered=True, rows=(), is_complete=True, is_whole=True), pending()
    )

    assert look == Look(is_answered=True)


@pytest.mark.parametrize(("is_far", "is_complete"), [(False, False), (True, True)])
async def test_of_a_long_log_as_much_is_read_as_is_asked_for(
    shop: Workshop, enquiry: Enquiry, is_far: bool, is_complete: bool
) -> None:
    newer = [row("passed", mobile=f"018{number:08}") for number in range(1200)]
    older = [row("passed", mobile=OTHERS) | {"submitted_on": BEFORE}] * 2000
    shop.service.log_rows = [*newer, row("pending"), *older]

    look = await enquiry.with_log(Look(), pending(), is_far=is_far)

    assert look.rows is not None
    assert (len(look.rows), look.is_complete) == (int(is_far), is_complete)
    assert not look.is_whole


async def test_a_verdict_deep_in_the_log_is_found_among_the_decided_rows(
    shop: Workshop, enquiry: Enquiry
) -> None:
    waiting = [row("pending", mobile=f"018{number:08}") for number in range(50)]
    shop.service.log_rows = [*waiting, row("pending"), row("passed")]

    look = await enquiry.with_decided_rows(Look(is_answered=True), pending())

    assert look.rows is not None
    assert [each.state for each in look.rows] == [State.PASSED]
    assert (look.is_complete, look.is_whole) == (False, False)


async def test_where_no_decided_row_has_the_number_the_look_stays_as_it_was(
    shop: Workshop, enquiry: Enquiry
) -> None:
    shop.service.log_rows = [row("pending"), row("passed", mobile=OTHERS)]
    before = Look(is_answered=True, is_complete=True)

    assert await enquiry.with_decided_rows(before, pending()) is before


# -- whose account ------------------------------------------------------------------------------


async def test_an_application_sent_with_the_current_token_needs_no_call(
    shop: Workshop, enquiry: Enquiry
) -> None:
    assert await enquiry.is_same_account(sent_with(shop.client.token_digest))
    assert await enquiry.is_same_account(sent_with(None))
    assert shop.service.asked == []


async def test_an_old_token_is_of_the_same_account_if_the_log_shows_another_customer_of_it(
    shop: Workshop, enquiry: Enquiry
) -> None:
    application = sent_with("old")
    shop.store.applications.save(application)
    shop.store.applications.save(sent_with("old", "other234", OTHERS))
    shop.service.log_rows = [row("passed")]  # of the same application, which proves nothing
    assert not await enquiry.is_same_account(application)

    shop.clock.passes(3600)
    shop.service.log_rows = [row("passed"), row("passed", mobile=OTHERS)]
    assert await enquiry.is_same_account(application)

    calls = len(shop.service.asked)
    shop.clock.passes(3600)
    assert await enquiry.is_same_account(application)
    assert len(shop.service.asked) == calls
    assert not await enquiry.is_same_account(sent_with("of someone else"))


async def sent_with_the_token_before(shop: Workshop) -> Application:
    """Two customers were, and the log of that account shows both."""
    digest = shop.client.token_digest
    application = sent_with(digest)
    shop.store.applications.save(application)
    shop.store.applications.save(sent_with(digest, "other234", OTHERS))
    shop.service.log_rows = [row("pending"), row("pending", mobile=OTHERS)]
    return application


async def test_a_log_that_was_read_with_the_token_before_proves_nothing_about_the_new_one(
    shop: Workshop, enquiry: Enquiry
) -> None:
    """Else the other account's denials would count, and the customer be sent to it once more."""
    application = await sent_with_the_token_before(shop)
    await shop.log.sweep()

    shop.client.use_token("of-another-account")
    shop.service.log_rows = []

    assert not await enquiry.is_same_account(application)


async def test_nor_does_one_that_was_being_read_when_the_token_changed(
    shop: Workshop, enquiry: Enquiry
) -> None:
    application = await sent_with_the_token_before(shop)
    rows = list(shop.service.log_rows)

    def changes_meanwhile(request: Request) -> Response:
        shop.client.use_token("of-another-account")
        return says(rows)(request)

    shop.service.says("log", changes_meanwhile, says([]))

    with pytest.raises(EkycUnavailable):
        await shop.log.sweep()
    assert not await enquiry.is_same_account(application)


# -- rivals -------------------------------------------------------------------------------------


async def test_rivals_are_other_applications_under_the_same_mobile_number(
    shop: Workshop, enquiry: Enquiry
) -> None:
    application, of_another = sent_with(None), sent_with(None, "other234", OTHERS)
    shop.store.applications.save(of_another)
    shop.store.applications.save(application)
    assert enquiry.rivals(application) == Rivals()

    shop.store.applications.save(sent_with(None, "twin2345"))

    rivals = enquiry.rivals(application)
    assert (rivals.of_person, rivals.of_number) == (1, True)
    assert rivals.national_ids == {application.value("nid_number")}
