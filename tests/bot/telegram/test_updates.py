"""What an update of Telegram means; the updates look as the Bot API sends them."""

from typing import Any

import pytest

from bot.chat.incoming import (
    ButtonPressed,
    CommandSent,
    ContactSent,
    GroupSeen,
    OwnNumberShared,
    ReachabilityChanged,
)
from bot.telegram.updates import LARGEST_FILE, read_update
from conversations.events import PhotoSent, StraySent, TextEdited, TextSent

SENDER = {"id": 2001, "is_bot": False, "first_name": "Rahim", "language_code": "bn"}
PRIVATE = {"id": 2001, "type": "private", "first_name": "Rahim"}
GROUP = {"id": -100, "type": "supergroup", "title": "Our group"}
FILE = {"file_id": "F", "file_unique_id": "U"}


def update(**content: Any) -> dict[str, Any]:
    return {"update_id": 1, **content}


def message(chat: object = PRIVATE, **content: Any) -> dict[str, Any]:
    return {"message_id": 5, "date": 1_790_000_000, "chat": chat, "from": SENDER, **content}


def meaning(**content: Any) -> object:
    """What a message with this content means."""
    incoming = read_update(update(message=message(**content)))
    return incoming.content if incoming else None


def document(**fields: Any) -> dict[str, Any]:
    return {**FILE, **fields}


def test_sender_chat_and_language() -> None:
    incoming = read_update(update(message=message(text="hello")))

    assert incoming is not None
    assert (incoming.sender, incoming.chat) == (2001, 2001)
    assert incoming.language_code == "bn"
    assert incoming.sender_name == "Rahim"
    assert "Rahim" not in repr(incoming)


@pytest.mark.parametrize(
    ("names", "name"),
    [
        ({"last_name": "Uddin"}, "Rahim Uddin"),
        ({"last_name": None}, "Rahim"),
        ({"first_name": None, "last_name": "Uddin"}, "Uddin"),
        ({"first_name": "", "last_name": ""}, ""),
    ],
)
def test_what_people_call_themselves_may_lack_a_part(names: dict[str, object], name: str) -> None:
    incoming = read_update(update(message=message(text="hello") | {"from": SENDER | names}))

    assert incoming is not None
    assert incoming.sender_name == name


# -- words ------------------------------------------------------------------------------------


def test_a_text_comes_with_the_number_of_its_message() -> None:
    assert meaning(text="Ambia Khatun") == TextSent(text="Ambia Khatun", message_id=5)


def test_half_a_character_in_what_somebody_wrote_is_a_question_mark() -> None:
    half = "Rahim\ud83d"

    assert meaning(text=half) == TextSent(text="Rahim?", message_id=5)
    assert meaning(text=f"/start {half}") == CommandSent("start", "Rahim?")
    edited = read_update(update(edited_message=message(text=half, edit_date=1_790_000_009)))
    assert edited is not None
    assert edited.content == TextEdited(text="Rahim?", message_id=5)
    assert meaning(contact={"phone_number": half}) == ContactSent("Rahim?")
    photo = meaning(photo=[{**FILE, "width": 90, "height": 90}], caption=half)
    assert isinstance(photo, PhotoSent)
    assert photo.caption == "Rahim?"


def test_a_reply_names_the_message_that_it_answers() -> None:
    earlier = {**message(text="Kuddus"), "message_id": 3}
    elsewhere = {"origin": {"type": "user", "sender_user": SENDER, "date": 1_790_000_000}}

    assert meaning(text="Ambia", reply_to_message=earlier) == TextSent(
        text="Ambia", message_id=5, replies_to=3, replied_text="Kuddus"
    )
    assert meaning(text="Ambia", external_reply=elsewhere) == TextSent(
        text="Ambia", message_id=5, replies_to=0
    )


@pytest.mark.parametrize(
    ("text", "name", "argument"),
    [
        ("/new", "new", ""),
        ("/New@trial_bot", "new", ""),
        ("/status  01712 345678 ", "status", "01712 345678"),
        ("/start AbC-_9", "start", "AbC-_9"),
        ("/status\n01712345678", "status", "01712345678"),
        ("/", "", ""),
        ("/ new", "new", ""),
    ],
)
def test_a_command_is_split_into_its_name_and_its_argument(
    text: str, name: str, argument: str
) -> None:
    assert meaning(text=text) == CommandSent(name, argument)


def test_a_forwarded_text_is_known_as_such_and_is_no_command() -> None:
    origin = {"type": "hidden_user", "sender_user_name": "X", "date": 1_790_000_000}

    for text in ("Ambia", "/new"):
        said = TextSent(text=text, message_id=5, forwarded=True)
        assert meaning(text=text, forward_origin=origin) == said


def test_a_slash_within_a_text_is_not_a_command() -> None:
    assert meaning(text="22/1, Islampur") == TextSent(text="22/1, Islampur", message_id=5)


def test_an_edited_text_comes_as_edited() -> None:
    edited = update(edited_message=message(text="Ambia", edit_date=1_790_000_009))
    incoming = read_update(edited)

    assert incoming is not None
    assert incoming.content == TextEdited(text="Ambia", message_id=5)


@pytest.mark.parametrize(
    ("content", "meant"),
    [
        ({"photo": [{**FILE, "width": 9, "height": 9}]}, StraySent(kind="edited")),
        (
            {"photo": [{**FILE, "width": 9, "height": 9}], "caption": "Ambia"},
            TextEdited(text="Ambia", message_id=5, is_caption=True),
        ),
        ({"document": document(file_name="a.jpg")}, StraySent(kind="edited")),
        ({"location": {"latitude": 23.8, "longitude": 90.4, "live_period": 900}}, None),
    ],
)
def test_a_changed_photo_is_answered_and_a_moving_location_is_not(
    content: dict[str, Any], meant: object
) -> None:
    incoming = read_update(update(edited_message=message(**content, edit_date=1_790_000_009)))

    assert (incoming and incoming.content) == meant


@pytest.mark.parametrize(
    "content", [{"text": "Ambia"}, {"photo": [{**FILE, "width": 9, "height": 9}]}]
)
@pytest.mark.parametrize("dated", [{}, {"edit_date": 0}])
def test_a_reaction_is_no_change(content: dict[str, Any], dated: dict[str, int]) -> None:
    assert read_update(update(edited_message=message(**content, **dated))) is None


# -- pictures ---------------------------------------------------------------------------------


def test_of_a_photo_the_largest_size_is_taken() -> None:
    sizes = [
        {"file_id": f"F{side}", "file_unique_id": f"U{side}", "width": side, "height": side}
        for side in (90, 1280, 320)
    ]

    assert meaning(photo=sizes) == PhotoSent(file_id="F1280", unique_id="U1280", message_id=5)


def test_the_photos_of_an_album_and_forwarded_ones_are_known_as_such() -> None:
    origin = {"type": "hidden_user", "sender_user_name": "X", "date": 1_790_000_000}
    sizes = [{**FILE, "width": 9, "height": 9}]

    assert meaning(photo=sizes, media_group_id="77", forward_origin=origin) == PhotoSent(
        file_id="F", unique_id="U", album="77", forwarded=True, message_id=5
    )


@pytest.mark.parametrize(
    "fields",
    [
        {"file_name": "card.jpg", "mime_type": "image/jpeg", "file_size": 1000},
        {"file_name": "card", "mime_type": "application/octet-stream"},
        {"file_name": "letter.txt", "mime_type": "text/plain"},
        {"file_size": LARGEST_FILE},
        {},
    ],
)
def test_a_file_may_be_a_picture_until_it_was_looked_at(fields: dict[str, Any]) -> None:
    assert meaning(document=document(**fields)) == PhotoSent(
        file_id="F", unique_id="U", is_file=True, message_id=5
    )


def test_files_sent_together_are_known_as_such() -> None:
    assert meaning(document=document(file_name="a.jpg"), media_group_id="77") == PhotoSent(
        file_id="F", unique_id="U", is_file=True, album="77", message_id=5
    )


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"file_name": "NID.PDF"}, "pdf"),
        ({"file_name": "nid", "mime_type": "application/pdf"}, "pdf"),
        ({"file_name": "card.jpg", "file_size": LARGEST_FILE + 1}, "too-large"),
    ],
)
def test_a_file_that_cannot_be_one_is_not_even_fetched(fields: dict[str, Any], kind: str) -> None:
    assert meaning(document=document(**fields)) == StraySent(kind=kind)


# -- strays -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ({"voice": {**FILE, "duration": 3}}, "voice"),
        ({"audio": {**FILE, "duration": 3}}, "voice"),
        ({"video": {**FILE, "width": 9, "height": 9, "duration": 3}}, "video"),
        ({"video_note": {**FILE, "length": 9, "duration": 3}}, "video"),
        (
            {
                "sticker": {**FILE, "type": "regular", "width": 9, "height": 9}
                | {"is_animated": False, "is_video": False}
            },
            "sticker",
        ),
        (
            {
                "animation": {**FILE, "width": 9, "height": 9, "duration": 3},
                "document": document(file_name="a.gif"),
            },
            "video",
        ),
        ({"location": {"latitude": 23.8, "longitude": 90.4}}, "location"),
        ({"dice": {"emoji": "🎲", "value": 3}}, "other"),
    ],
)
def test_contents_that_no_question_takes(content: dict[str, Any], kind: str) -> None:
    assert meaning(**content) == StraySent(kind=kind)


def test_a_caption_comes_with_its_photo() -> None:
    sizes = [{**FILE, "width": 9, "height": 9}]

    for is_file, content in (
        (False, {"photo": sizes}),
        (True, {"document": document(file_name="a.jpg")}),
    ):
        assert meaning(**content, caption="Rahima") == PhotoSent(
            file_id="F", unique_id="U", is_file=is_file, message_id=5, caption="Rahima"
        )


def test_ones_own_contact_tells_ones_number_and_anothers_does_not() -> None:
    contact = {"phone_number": "+8801712345678", "first_name": "R", "user_id": 2001}

    assert meaning(contact=contact) == OwnNumberShared("+8801712345678")
    assert meaning(contact={**contact, "user_id": 2002}) == ContactSent("+8801712345678")
    del contact["user_id"]  # somebody without Telegram
    assert meaning(contact=contact) == ContactSent("+8801712345678")


def test_service_messages_of_telegram_mean_nothing() -> None:
    assert meaning(write_access_allowed={"from_request": True}) is None
    assert meaning(pinned_message=message(text="hello")) is None


# -- presses ----------------------------------------------------------------------------------


def pressed(**fields: Any) -> object:
    query = {"id": "Q", "from": SENDER, "chat_instance": "1", **fields}
    incoming = read_update(update(callback_query=query))
    return incoming.content if incoming else None


def test_a_press_comes_with_its_data_and_the_text_above_it() -> None:
    assert pressed(message=message(text="?"), data="~new.") == ButtonPressed(
        "~new.", "Q", 5, text="?"
    )


@pytest.mark.parametrize(("data", "is_drawn"), [("~new.", True), ("~log.0", False)])
def test_a_press_tells_whether_its_message_has_that_button(data: str, is_drawn: bool) -> None:
    copies, begins = {"copy_text": {"text": "1"}}, {"callback_data": "~new."}
    rows = [[{"text": "Copy", **copies}], [{"text": "New", **begins}]]
    shown = message(text="?", reply_markup={"inline_keyboard": rows})

    assert pressed(message=shown, data=data) == ButtonPressed(data, "Q", 5, is_drawn, "?")


def test_a_press_on_a_message_that_telegram_has_forgotten() -> None:
    old = {"message_id": 5, "date": 0, "chat": PRIVATE}

    assert pressed(message=old, data="~new.") == ButtonPressed("~new.", "Q", None)


def test_a_press_of_a_game_has_no_data() -> None:
    assert pressed(message=message(text="?"), game_short_name="g") == ButtonPressed(
        "", "Q", 5, text="?"
    )


def test_a_press_on_an_inline_message_has_no_chat_and_means_nothing() -> None:
    assert pressed(inline_message_id="I", data="x") is None


# -- comings and goings -----------------------------------------------------------------------


def member(status: str, chat: object = PRIVATE) -> object:
    bot = {"id": 1, "is_bot": True, "first_name": "Bot"}
    until = {"until_date": 0} if status == "kicked" else {}
    changed = {
        "chat": chat,
        "from": SENDER,
        "date": 1_790_000_000,
        "old_chat_member": {"status": "member", "user": bot},
        "new_chat_member": {"status": status, "user": bot, **until},
    }
    incoming = read_update(update(my_chat_member=changed))
    return incoming.content if incoming else None


def test_the_bot_is_blocked_and_let_in_again() -> None:
    assert member("kicked") == ReachabilityChanged(is_reachable=False)
    assert member("member") == ReachabilityChanged(is_reachable=True)


def test_a_group_is_seen_by_being_added_and_by_any_message() -> None:
    assert member("member", GROUP) == GroupSeen()
    assert meaning(chat=GROUP, text="hello") == GroupSeen()


@pytest.mark.parametrize("status", ["left", "kicked"])
def test_a_group_that_was_left_is_not_left_again(status: str) -> None:
    assert member(status, GROUP) is None


def test_an_update_of_another_kind_means_nothing() -> None:
    poll = {
        "id": "1",
        "question": "?",
        "options": [],
        "total_voter_count": 0,
        "is_closed": False,
        "is_anonymous": True,
        "type": "regular",
        "allows_multiple_answers": False,
        "allows_revoting": False,
        "members_only": False,
    }
    assert read_update(update(poll=poll)) is None
