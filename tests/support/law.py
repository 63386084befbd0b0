"""What holds for every application, whatever happened to it."""

from conversations.application import Application, Phase
from conversations.card import CARD_FIELDS, CARD_SIDES
from conversations.questions import (
    CANCEL,
    FOUND,
    NOTHING,
    PICTURES,
    QUESTIONS,
    READING,
    REVIEW,
    SEND_AGAIN,
    next_asked,
)


def assert_legal(application: Application) -> None:
    """Raise AssertionError, with a name, for a state that no story may lead to."""
    broken = [law.__name__ for law in LAWS if not law(application)]
    assert not broken, f"{', '.join(broken)}: {application!r}"


def what_is_asked_has_a_screen(one: Application) -> bool:
    return one.asking in {*QUESTIONS, READING, REVIEW, CANCEL, NOTHING, FOUND, SEND_AGAIN}


def the_phase_fits_what_is_asked(one: Application) -> bool:
    if one.phase is Phase.FILLING:
        return one.asking not in {REVIEW, NOTHING, FOUND, SEND_AGAIN}
    if one.phase is Phase.REVIEWING:
        return one.asking in {REVIEW, FOUND}
    return one.asking == NOTHING or (one.phase is Phase.CHECKING and one.asking == SEND_AGAIN)


def nothing_is_kept_before_consent(one: Application) -> bool:
    holds = one.pictures or one.answers or one.reading
    return one.consent is not None or (one.asking in {"consent", CANCEL} and not holds)


def what_is_reviewed_or_sent_is_complete(one: Application) -> bool:
    return one.phase is Phase.FILLING or next_asked(one) == REVIEW


def the_card_is_shown_only_when_there_is_news_of_it(one: Application) -> bool:
    return one.asking != "card" or bool(one.reading or one.reading_problem)


def fields_of_the_card_are_asked_only_when_it_was_read(one: Application) -> bool:
    return one.asking not in CARD_FIELDS or one.reading is not None


def a_reading_is_of_two_usable_pictures(one: Application) -> bool:
    states = [one.reading, one.reading_ticket, one.reading_problem]
    return sum(bool(state) for state in states) <= 1 and (
        not any(states) or (one.has_both_sides and one.is_ready_to_read)
    )


def two_usable_pictures_are_read_or_being_read(one: Application) -> bool:
    return not one.is_ready_to_read or bool(
        one.reading or one.reading_ticket or one.reading_problem
    )


def only_what_was_read_is_confirmed(one: Application) -> bool:
    return not one.is_card_confirmed or one.reading is not None


def no_picture_is_in_two_places(one: Application) -> bool:
    held = [picture.unique_id for picture in one.pictures.values()]
    return len(set(held)) == len(held) and set(one.pictures) <= set(PICTURES)


def tickets_are_not_shared(one: Application) -> bool:
    tickets = [picture.ticket for picture in one.pictures.values()]
    tickets += [one.reading_ticket] if one.reading_ticket else []
    return len(set(tickets)) == len(tickets)


def a_message_is_the_source_of_one_field(one: Application) -> bool:
    messages = list(one.sources.values())
    return len(set(messages)) == len(messages) and set(one.sources) <= set(one.answers)


def what_was_sent_is_known(one: Application) -> bool:
    return one.is_draft or one.submission is not None


def a_verdict_ends_it(one: Application) -> bool:
    return (one.phase is Phase.DECIDED) == (one.verdict is not None)


def while_only_the_reading_is_awaited_it_is_under_way(one: Application) -> bool:
    awaited = any(side in one.pictures and not one.pictures[side].is_checked for side in CARD_SIDES)
    return one.asking != READING or awaited or one.reading_ticket is not None


LAWS = (
    what_is_asked_has_a_screen,
    the_phase_fits_what_is_asked,
    nothing_is_kept_before_consent,
    what_is_reviewed_or_sent_is_complete,
    the_card_is_shown_only_when_there_is_news_of_it,
    fields_of_the_card_are_asked_only_when_it_was_read,
    a_reading_is_of_two_usable_pictures,
    two_usable_pictures_are_read_or_being_read,
    only_what_was_read_is_confirmed,
    no_picture_is_in_two_places,
    tickets_are_not_shared,
    a_message_is_the_source_of_one_field,
    what_was_sent_is_known,
    a_verdict_ends_it,
    while_only_the_reading_is_awaited_it_is_under_way,
)
