"""The process that reads for `bot.reports.reading`; see there.

It gets the database's key by its standard input, since others see a process's words and, as the
same user, its environment.
"""

import os
import pickle
import queue
import sys
import threading

from bot.reports.reading import ReadingFailed
from bot.runtime.framing import framed, read_frame
from bot.runtime.logs import frames
from bot.runtime.subordinate import make_small, take_replies
from storage import DatabaseFailed, DatabaseUnusable, Store
from storage.opening import open_for_reading

#: On top of the process at rest; the largest part of an export takes 180 MB.
_ROOM = 512 * 1024 * 1024


def _replied(request: bytes) -> object:
    """What the read found, or how it failed."""
    try:
        database, read = pickle.loads(request)  # noqa: S301 - from the bot itself
        store = Store(open_for_reading(*database))
        try:
            return read(store)
        finally:
            store.close()
    except (DatabaseFailed, DatabaseUnusable) as failed:
        return failed
    except Exception as error:  # noqa: BLE001 - the bot logs it, without customers' data
        return ReadingFailed(frames(error))


def _take_in(requests: "queue.SimpleQueue[bytes]") -> None:
    """Take requests in until the bot has no more or has ended, whatever is being read."""
    while request := read_frame(sys.stdin.buffer):
        requests.put(request)
    os._exit(0)


def main() -> None:
    replies = take_replies()
    make_small(room=_ROOM)
    requests: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_take_in, args=(requests,), daemon=True).start()
    while True:
        replies.write(framed(pickle.dumps(_replied(requests.get()))))
        replies.flush()


if __name__ == "__main__":
    main()
