"""What is said to the service manager that started this process, such as systemd."""

import contextlib
import socket
from collections.abc import Callable, Mapping

READY = "READY=1"
ALIVE = "WATCHDOG=1"
STOPPING = "STOPPING=1"


def service_manager(environment: Mapping[str, str]) -> Callable[[str], None]:
    """A function that sends one of the words above; it does nothing where nobody listens.

    The protocol of sd_notify(3): each word is a datagram to the socket that NOTIFY_SOCKET names;
    a name that begins with @ is abstract. A manager that cannot be reached hinders nobody.
    """
    address = environment.get("NOTIFY_SOCKET", "")
    if not address.startswith(("/", "@")):
        return lambda _: None
    if address.startswith("@"):
        address = f"\0{address[1:]}"

    def tell(word: str) -> None:
        with (
            contextlib.suppress(OSError),
            socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sending,
        ):
            sending.setblocking(False)
            sending.sendto(word.encode(), address)

    return tell
