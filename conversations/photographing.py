"""Handlers for photos and for what their checks found, one per row of the table.

Photos are checked in the background, so a check replaces the question on the screen only if that
question depends on it.
"""

from dataclasses import replace
from datetime import datetime

from conversations import events, replies
from conversations.application import Application
from conversations.card import CARD_SIDES
from conversations.corrections import is_failed_photo
from conversations.effects import Ask, Effect, Settle, ShowProgress, Tell
from conversations.errands import Errand, Task
from conversations.events import Moment
from conversations.filling import ask, ask_next
from conversations.outcome import Outcome
from conversations.picture import MOST_REFUSALS, WRONG_SUBJECTS, Picture
from conversations.questions import CANCEL, PICTURES, REVIEW, next_asked
from conversations.reading import NEEDS_CARD, begin_reading

_OTHER_SIDE = {"front": "back", "back": "front"}

_WRONG_SIDE = "picture-wrong-side"


def take_photo(application: Application, event: events.PhotoSent, moment: Moment) -> Outcome:
    """Put the picture where one is missing, in whatever order the sides arrive."""
    is_renewal = bool(application.reading_problem) and application.asking not in PICTURES
    # After an unreadable card, any new picture begins a new pair.
    form = application.without_pictures(*CARD_SIDES) if is_renewal else application
    slot = _slot_for(event, form)
    if slot is None:
        return Outcome(application, (Ask(problem=_why_not_now(event, form)),))
    others = (held for other, held in form.pictures.items() if other != slot)
    if any(held.unique_id == event.unique_id for held in others):
        return Outcome(application, (Ask(problem="same-picture", about=slot),))
    picture = Picture(
        file_id=event.file_id,
        unique_id=event.unique_id,
        ticket=moment.ticket,
        sent_at=moment.now,
        album=event.album,
        forwarded=event.forwarded,
        is_file=event.is_file,
        message_id=event.message_id,
    )
    changed = form.with_picture(slot, picture)
    before: list[Effect] = [Tell(text="photo-forwarded")] if event.forwarded else []
    if slot in CARD_SIDES and changed.has_both_sides:
        before.append(ShowProgress(text="reading-card", is_new=True))
    errand = _check(moment.ticket, slot)
    if is_renewal or application.asking == CANCEL:
        return ask_next(changed, *before, errands=(errand,))
    return _go_on(changed, *before, errands=(errand,))


def _go_on(application: Application, *before: Effect, errands: tuple[Errand, ...] = ()) -> Outcome:
    """Ask what comes next, but stay at a question that is about neither a photo nor the card."""
    if application.asking in {*PICTURES, *NEEDS_CARD}:
        return ask_next(application, *before, errands=errands)
    return ask(application, application.asking, *before, errands=errands)


def _slot_for(event: events.PhotoSent, application: Application) -> str | None:
    """Two pictures sent together are the two sides; any other goes where one is asked for."""
    sibling = _side_in_album(event, application)
    if sibling:
        other = application.pictures.get(_OTHER_SIDE[sibling])
        return None if other and other.album == event.album else _OTHER_SIDE[sibling]
    return _wanted_slot(application)


def _wanted_slot(application: Application) -> str | None:
    """The slot of a photo that is asked for, or missing."""
    if application.consent is None:
        return None
    # The question to cancel was a slip: the photo is for what is asked without it.
    asking = next_asked(application) if application.asking == CANCEL else application.asking
    if asking in PICTURES:
        return asking
    missing = [side for side in CARD_SIDES if side not in application.pictures]
    wanted = [slot for slot in PICTURES if slot in application.wanted_pictures]
    return next(iter([*missing, *wanted]), None)


def _side_in_album(event: events.PhotoSent, application: Application) -> str | None:
    """The side that already holds a picture of this album."""
    if event.album is None:
        return None
    held = ((side, application.pictures.get(side)) for side in CARD_SIDES)
    return next((side for side, one in held if one and one.album == event.album), None)


def _why_not_now(event: events.PhotoSent, application: Application) -> str:
    if application.consent is None:
        return "consent-first"
    if _side_in_album(event, application):
        return "two-photos-only"
    return "photo-button-first" if application.asking in {"card", REVIEW} else "no-photo-now"


def hint_at_stray(application: Application, event: events.StraySent, moment: Moment) -> Outcome:
    """Say why it was not taken; a file that is too large was meant as the photo that is wanted."""
    slot = _wanted_slot(application) if event.kind == "too-large" else None
    return Outcome(application, (Ask(problem=f"stray-{event.kind}", about=slot or ""),))


def _check(ticket: str, slot: str) -> Errand:
    return Errand(task=Task.CHECK_PICTURE, ticket=ticket, subject=slot)


def accept_picture(
    application: Application, event: replies.PictureChecked, moment: Moment
) -> Outcome:
    picture = application.pictures.get(event.slot)
    if picture is None or picture.ticket != event.ticket or picture.is_checked:
        return Outcome(application)
    checked = replace(
        picture,
        digest=event.digest,
        fingerprint=event.fingerprint,
        doubts=event.doubts,
        barcode=event.barcode,
    )
    form = replace(application, pictures={**application.pictures, event.slot: checked})
    if not event.repeats:
        if _are_swapped(form):
            return _read_swapped(form, moment)
        doubtful = next((slot for slot in (event.slot, *CARD_SIDES) if _doubt_of(form, slot)), None)
        if doubtful:
            return _refuse_doubted(form, doubtful, moment)
    effects: tuple[Effect, ...] = ()
    if form.is_draft and is_failed_photo(form, event.slot):
        effects = (Tell(text="photo-failed-before", values={"field": event.slot}),)
    if event.repeats and event.repeats in form.pictures:
        misplaced = _misplaced(form, event.slot, event.repeats)
        refused = _refuse(form, misplaced, "same-picture", moment)
        assert refused.application is not None
        form, effects = refused.application, refused.effects
    if event.slot in CARD_SIDES and form.is_ready_to_read:
        reading, errand = begin_reading(form, moment)
        return Outcome(reading, effects, (errand,))
    return Outcome(form, effects)


def _are_swapped(application: Application) -> bool:
    """Whether each side was found to be the other one."""
    sides = [application.pictures.get(side) for side in CARD_SIDES]
    return all(
        side is not None and _WRONG_SIDE in side.doubts and not side.is_insisted for side in sides
    )


def _read_swapped(application: Application, moment: Moment) -> Outcome:
    """Swap the sides without asking; other doubts about them are asked about as usual."""
    front, back = (
        replace(picture, doubts=tuple(doubt for doubt in picture.doubts if doubt != _WRONG_SIDE))
        for picture in (application.pictures[side] for side in CARD_SIDES)
    )
    pictures = {**application.pictures, "front": back, "back": front}
    form = replace(application, pictures=pictures)
    doubtful = next((side for side in CARD_SIDES if _doubt_of(form, side)), None)
    if doubtful:
        return _refuse_doubted(form, doubtful, moment)
    reading, errand = begin_reading(form, moment)
    return Outcome(reading, (ShowProgress(text="reading-card"),), (errand,))


def _doubt_of(application: Application, slot: str) -> str:
    """The gravest doubt for which another photo of that slot is requested.

    The subject is doubted every time, the quality only up to MOST_REFUSALS times.
    """
    picture = application.pictures.get(slot)
    if picture is None or not picture.is_checked or picture.is_insisted:
        return ""
    wrong_subject = picture.wrong_subject
    sibling = application.pictures.get(_OTHER_SIDE.get(slot, ""))
    if wrong_subject == _WRONG_SIDE and sibling is not None:
        if not sibling.is_checked:
            return ""  # only the other side's check shows whether the two are swapped
        if picture.album is not None and picture.album == sibling.album:
            wrong_subject = ""  # one tap swaps two sides sent together, without a new photo
    if wrong_subject:
        return wrong_subject
    if application.refusals.get(slot, 0) >= MOST_REFUSALS:
        return ""
    return next((doubt for doubt in picture.doubts if doubt not in WRONG_SUBJECTS), "")


def _refuse_doubted(application: Application, slot: str, moment: Moment) -> Outcome:
    """Ask for another photo; the doubted one stays available and counts if of poor quality."""
    doubt = _doubt_of(application, slot)
    return _refuse(_counted(application, slot, doubt), slot, doubt, moment)


def _counted(application: Application, slot: str, doubt: str) -> Application:
    count = application.refusals.get(slot, 0) + (doubt not in WRONG_SUBJECTS)
    return replace(
        application,
        refusals={**application.refusals, slot: count},
        refused_pictures={**application.refused_pictures, slot: application.pictures[slot]},
    )


def insist(application: Application, event: events.PictureInsisted, moment: Moment) -> Outcome:
    """Use the refused photo; its defects stay recorded with it."""
    slot = event.slot
    if not application.may_insist(slot):
        return Outcome(application, (Ask(),))
    insisted = replace(application.refused_pictures[slot], is_insisted=True)
    form = application.with_picture(slot, insisted)
    before: list[Effect] = [Settle()]
    errands: tuple[Errand, ...] = ()
    if slot in CARD_SIDES and form.has_both_sides:
        before.append(ShowProgress(text="reading-card", is_new=True))
    if slot in CARD_SIDES and form.is_ready_to_read:
        form, errand = begin_reading(form, moment)
        errands = (errand,)
    return _go_on(form, *before, errands=errands)


def _misplaced(application: Application, *slots: str) -> str:
    """Of slots with the same picture, the one that it does not fit; else the one filled last.

    It does not matter whose check ended first.
    """

    def misfit(slot: str) -> tuple[bool, datetime, int]:
        picture = application.pictures[slot]
        return bool(picture.wrong_subject), picture.sent_at, PICTURES.index(slot)

    return max(slots, key=misfit)


def refuse_picture(
    application: Application, event: replies.PictureRefused, moment: Moment
) -> Outcome:
    picture = application.pictures.get(event.slot)
    if picture is None or picture.ticket != event.ticket or picture.is_checked:
        return Outcome(application)
    return _refuse(application, event.slot, event.reason, moment)


def _refuse(application: Application, slot: str, reason: str, moment: Moment) -> Outcome:
    """Drop the picture and say why at once; another question on the screen is asked again.

    The prompt that came before the picture was checked changes into this one, unless it says why
    the other side was refused. With no side of the card left, both are asked for in their order.
    """
    was_awaited = slot in CARD_SIDES and application.has_both_sides
    stopped = (ShowProgress(text="reading-waits"),) if was_awaited else ()
    other = _OTHER_SIDE.get(slot, "")
    is_second = other in application.wanted_pictures
    form = application.without_pictures(slot)
    others: dict[str, str] = {}
    if doubt := _doubt_of(form, other):  # it can no longer be that the two are swapped
        others = {other: doubt}
        form = _counted(form, other, doubt).without_pictures(other)
    changed = replace(form, wanted_pictures=form.wanted_pictures | {slot, *others})
    is_watched = moment.is_soon_after(application.changed_at)
    shown = Ask(problem=reason, about=slot, others=others, is_instead=is_watched and not is_second)
    has_no_card = slot in CARD_SIDES and changed.pictures.keys().isdisjoint(CARD_SIDES)
    is_begun_again = has_no_card and application.asking != CANCEL
    if application.asking in {*PICTURES, *NEEDS_CARD} or is_begun_again:
        return ask_next(changed, *stopped, shown=shown)
    return Outcome(changed, (*stopped, shown))


def swap_sides(application: Application, event: events.SidesSwapped, moment: Moment) -> Outcome:
    front, back = (application.pictures.get(side) for side in CARD_SIDES)
    if front is None or back is None or front.ticket != event.front:
        return Outcome(application, (Tell(text="unknown-button"),))
    pictures = {**application.pictures, "front": back, "back": front}
    errands: tuple[Errand, ...] = ()
    if not application.is_ready_to_read:
        # A check under way would come back for the side where the picture was before.
        tickets = {side: f"{moment.ticket}-{side}" for side in CARD_SIDES}
        pictures |= {side: pictures[side].to_be_checked(tickets[side]) for side in CARD_SIDES}
        errands = tuple(_check(tickets[side], side) for side in CARD_SIDES)
    swapped = replace(application, pictures=pictures).without_reading()
    if swapped.is_ready_to_read:
        swapped, errand = begin_reading(swapped, moment)
        errands = (errand,)
    if application.asking in NEEDS_CARD:
        progress = ShowProgress(text="reading-card", is_new=True)
        return ask_next(swapped, Settle(), progress, errands=errands)
    return Outcome(swapped, (ShowProgress(text="reading-card"),), errands)
