"""The people's side over HTTP: how the chat page and `Person` talk to the pretend Telegram."""

import json
from collections.abc import Awaitable, Callable, Mapping

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route

from bot.sandbox.telegram.chats import StoredMessage
from bot.sandbox.telegram.errors import BotApiError, Json, bad_request
from bot.sandbox.telegram.parameters import Upload
from bot.sandbox.telegram.people import Human
from bot.sandbox.telegram.service import telegram_of

LONGEST_WAIT = 30.0  # seconds that a request for events may wait
# Shown directly in a browser; anything else is only downloaded, as it may contain scripts.
SHOWN = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})
_NAMES = ("first_name", "last_name", "username", "language_code")

Act = Callable[[Human, Json, list[Upload]], Json | Awaitable[Json] | None]


def _human(request: Request, chat_id: object = None) -> Human:
    telegram = telegram_of(request)
    account = telegram.accounts.get(request.path_params["user_id"])
    if account is None:
        raise BotApiError(404, "Not Found: nobody with this id; introduce them first")
    chat = telegram.chats.get(int(str(chat_id or account.user_id)))
    if chat is None or account not in chat.members:
        raise BotApiError(404, "Not Found: no such chat of this person")
    return Human(telegram, account, chat)


async def introduce(request: Request) -> Response:
    """Create a person, or rename them: {first_name, last_name?, username?, language_code?}.

    With `?unless_known` a known person stays unchanged.
    """
    telegram = telegram_of(request)
    known = telegram.accounts.get(request.path_params["user_id"])
    if known and "unless_known" in request.query_params:
        return JSONResponse({"user": known.user, "cursor": known.journal.cursor})
    given = await request.json()
    if not str(given.get("first_name", "")).strip():
        raise bad_request("first_name is missing")
    names = {key: str(given[key]) for key in _NAMES if given.get(key)}
    user = {"id": request.path_params["user_id"], "is_bot": False} | names
    account = telegram.introduce(user)
    return JSONResponse({"user": user, "cursor": account.journal.cursor})


async def chat(request: Request) -> Response:
    """Everything the person sees now, and the number of the newest event in it."""
    human = _human(request, request.query_params.get("chat_id"))
    profile = human.telegram.profile
    language = human.account.user.get("language_code", "")
    return JSONResponse({
        "user": human.account.user,
        "bot": profile.user | {"first_name": profile.text("name", language)},
        "description": profile.text("description", language),
        "standing": human.chat.standing,
        "messages": [message.shown for message in human.chat.messages.values()],
        "reactions": [
            (each.message_id, each.reaction)
            for each in human.chat.messages.values()
            if each.reaction
        ],
        "keyboard": human.chat.keyboard,
        "commands": _menu(human),
        "cursor": human.account.journal.cursor,
    })  # fmt: skip


async def events(request: Request) -> Response:
    """The events after number `after`, waiting up to `wait` seconds for the first of them."""
    human = _human(request)
    after = int(request.query_params.get("after", "0"))
    wait = min(float(request.query_params.get("wait", "0")), LONGEST_WAIT)
    found = await human.account.journal.after(after, wait)
    return JSONResponse({"events": found, "cursor": after + len(found)})


async def commands(request: Request) -> Response:
    """The bot's menu as this person sees it."""
    return JSONResponse(_menu(_human(request)))


def _menu(human: Human) -> list[Json]:
    language = human.account.user.get("language_code", "")
    return human.telegram.profile.menu(
        human.chat.chat_id, human.account.user_id, language, private=human.chat.is_private
    )


async def act(request: Request) -> Response:
    """Something that the person does; answers with the events after number `after` so far."""
    given, uploads = await _read(request)
    human = _human(request, given.get("chat_id"))
    done = _action(request.path_params["action"])(human, given, uploads)
    result = await done if isinstance(done, Awaitable) else done
    after = int(request.query_params.get("after", human.account.journal.cursor))
    news = await human.account.journal.after(after, 0)
    cursor = human.account.journal.cursor
    return JSONResponse({"cursor": cursor, "events": news} | (result or {}))


def _action(name: str) -> Act:
    if name not in ACTIONS:
        raise BotApiError(404, "Not Found: people can't do that")
    return ACTIONS[name]


async def _read(request: Request) -> tuple[Json, list[Upload]]:
    if request.headers.get("content-type", "").startswith("multipart/form-data"):
        given: Json = {}
        uploads: list[Upload] = []
        async with request.form() as form:
            for name, value in form.multi_items():
                if isinstance(value, UploadFile):
                    content_type = value.content_type or "application/octet-stream"
                    content = await value.read()
                    uploads.append(Upload(value.filename or "file", content_type, content))
                else:
                    given[name] = value
        return given, uploads
    try:
        given = json.loads(await request.body() or b"{}")
    except ValueError:
        raise bad_request("the body must be JSON or a form") from None
    if not isinstance(given, dict):
        raise bad_request("the body must be a JSON object")
    return given, []


def _number(given: Json, name: str) -> int:
    try:
        return int(given.get(name, 0))
    except (TypeError, ValueError):
        raise bad_request(f"{name} must be a number") from None


def _sent(message: StoredMessage) -> Json:
    return {"message": message.shown}


def _pressed(query_id: str) -> Json:
    return {"callback_query_id": query_id}


async def _photos(human: Human, given: Json, uploads: list[Upload]) -> Json:
    if not uploads:
        raise bad_request("there is no photo in the request")
    forwarded = given.get("forwarded") == "true"
    sent = await human.send_photos(uploads, given.get("caption", ""), forwarded=forwarded)
    return {"messages": [message.shown for message in sent]}


def _documents(human: Human, given: Json, uploads: list[Upload]) -> Json:
    if not uploads:
        raise bad_request("there is no document in the request")
    sent = [human.send_document(each, given.get("caption", "")) for each in uploads]
    return {"messages": [message.shown for message in sent]}


def _voice(human: Human, _: Json, uploads: list[Upload]) -> Json:
    return _sent(human.send_voice(uploads[0].content) if uploads else human.send_voice())


def _video(human: Human, _: Json, uploads: list[Upload]) -> Json:
    return _sent(human.send_video(uploads[0].content) if uploads else human.send_video())


def _location(human: Human, given: Json, _: list[Upload]) -> Json:
    latitude, longitude = given.get("latitude"), given.get("longitude")
    if not isinstance(latitude, int | float) or not isinstance(longitude, int | float):
        raise bad_request("a location has a latitude and a longitude")
    return _sent(human.send_location(latitude, longitude))


def _contact(human: Human, given: Json, _: list[Upload]) -> Json:
    """One's own contact without `first_name`, else somebody else's."""
    phone_number = str(given.get("phone_number", "+8801712345678"))
    if "first_name" in given:
        return _sent(human.send_contact(phone_number, given["first_name"]))
    user = human.account.user
    return _sent(human.send_contact(phone_number, user["first_name"], user["id"]))


def _press(human: Human, given: Json, _: list[Upload]) -> Json:
    place = _number(given, "row"), _number(given, "column")
    return _pressed(human.press(_number(given, "message_id"), *place))


def _group(human: Human, given: Json, _: list[Upload]) -> Json:
    group = human.telegram.found_group(str(given.get("title", "Group")), human.account)
    human.telegram.change_standing(group, human.account, "member")
    return {"chat_id": group.chat_id}


ACTIONS: Mapping[str, Act] = {
    "text": lambda human, given, _: _sent(
        human.say(str(given.get("text", "")), _number(given, "reply_to"))
    ),
    "photos": _photos,
    "documents": _documents,
    "sticker": lambda human, _, __: _sent(human.send_sticker()),
    "voice": _voice,
    "video": _video,
    "location": _location,
    "contact": _contact,
    "forward": lambda human, given, _: _sent(human.forward(_number(given, "message_id"))),
    "edit": lambda human, given, _: _sent(
        human.edit(_number(given, "message_id"), str(given.get("text", "")))
    ),
    "react": lambda human, given, _: human.react(_number(given, "message_id")),
    "delete": lambda human, given, _: human.delete(_number(given, "message_id")),
    "press": _press,
    "forge": lambda human, given, _: _pressed(
        human.forge(_number(given, "message_id"), str(given.get("data", "")))
    ),
    "block": lambda human, _, __: human.block(),
    "unblock": lambda human, _, __: human.unblock(),
    "group": _group,
}


async def show_file(request: Request) -> Response:
    """A file that the person can see in the chat."""
    file = telegram_of(request).files.find(request.path_params["file_id"])
    headers = {"cache-control": "private, max-age=86400", "content-disposition": "inline"}
    mime_type = file.mime_type if file.mime_type in SHOWN else "application/octet-stream"
    return Response(file.content, media_type=mime_type, headers=headers)


ROUTES = [
    Mount("/people/{user_id:int}", routes=[
        Route("/", introduce, methods=["PUT"]),
        Route("/chat", chat, methods=["GET"]),
        Route("/events", events, methods=["GET"]),
        Route("/commands", commands, methods=["GET"]),
        Route("/files/{file_id}", show_file, methods=["GET"]),
        Route("/{action}", act, methods=["POST"]),
    ]),
]  # fmt: skip
