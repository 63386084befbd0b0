"""The process that decodes pictures: without the bot's secrets, with little memory and time.

`python -m bot.pictures.worker` reads requests from its standard input, writes replies to its
standard output, and ends with its input. A picture that costs too much kills it; only that picture
is lost, because it works on one at a time.
"""

import resource
import sys
import time
from collections.abc import Sequence
from typing import BinaryIO

import msgspec

from bot.pictures.card_views import views_of
from bot.pictures.faces import load_network
from bot.pictures.preparation import examine, prepare
from bot.pictures.results import UnusablePicture
from bot.pictures.wire import Reply, Request
from bot.runtime.framing import framed, read_frame
from bot.runtime.subordinate import make_small, take_replies

#: On top of the process at rest; the most expensive picture takes about 250 MB.
_ROOM = 320 * 1024 * 1024

#: Of processor time for one picture; the most expensive takes about 2.
_SECONDS = 10


def serve(requests: BinaryIO, replies: BinaryIO) -> None:
    """Answer until there is no more to read."""
    while frame := read_frame(requests):
        request = msgspec.msgpack.decode(frame, type=Request)
        pictures = [requests.read(size) for size in request.sizes]
        _limit_time()
        replies.write(framed(msgspec.msgpack.encode(answer(request, pictures))))
        replies.flush()


def answer(request: Request, pictures: Sequence[bytes]) -> Reply:
    try:
        match request.work:
            case "be ready":
                return Reply()
            case "prepare":
                return Reply(prepared=prepare(pictures[0]))
            case "examine":
                return Reply(examined=examine(pictures[0], request.slot))
            case "views":
                return Reply(views=views_of(*pictures))
    except UnusablePicture as unusable:
        return Reply(refused=unusable.reason)


def _limit_time() -> None:
    """The kernel kills the process when this picture has used its time."""
    used = int(time.process_time())
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (used + _SECONDS, most))


def main() -> None:
    load_network()  # so that its cost is not counted as the picture's
    replies = take_replies()
    make_small(room=_ROOM)
    serve(sys.stdin.buffer, replies)


if __name__ == "__main__":
    main()
