"""A thumb on each photo that the form has taken, in place of a message that says so. Pure."""

from collections.abc import Iterator, Mapping

from bot.chat.outgoing import React
from conversations.application import Application
from conversations.picture import Picture

ACCEPTED = "👍"


def reactions(before: Application, after: Application | None) -> Iterator[React]:
    """What changes on the agent's photos; a photo that another replaces keeps its thumb.

    The messages of an erased form are deleted, so nothing changes on them.
    """
    if after is None or before.agent != after.agent or before.pictures == after.pictures:
        return
    was, has = _marked(before), _marked(after)
    for message_id in {was[slot] for slot in was if slot not in after.pictures}:
        yield React(message_id=message_id)
    for message_id in set(has.values()) - set(was.values()):
        yield React(message_id=message_id, emoji=ACCEPTED)


def _marked(application: Application) -> Mapping[str, int]:
    """The message with the thumb for each slot whose photo is accepted.

    Telegram shows one reaction for a whole album, so it waits for all of its photos.
    """
    albums: dict[str, list[Picture]] = {}
    for picture in application.pictures.values():
        if picture.album:
            albums.setdefault(picture.album, []).append(picture)
    marked: dict[str, int] = {}
    for slot, picture in application.pictures.items():
        together = albums[picture.album] if picture.album else [picture]
        numbers = [each.message_id for each in together if _is_accepted(each) and each.message_id]
        if len(numbers) == len(together) and (picture.album is None or len(together) > 1):
            marked[slot] = min(numbers)
    return marked


def _is_accepted(picture: Picture) -> bool:
    return picture.is_checked and (picture.is_insisted or not picture.wrong_subject)
