"""Why no answer came over the network, in words for the operator: one place for both wires.

The libraries that carry them wrap the same causes, each in its own way.
"""

import errno
import socket
import ssl
from collections.abc import Iterator

BROKE_OFF = "the connection broke off"

_NO_WAY = frozenset({errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EHOSTDOWN})


def why_unanswered(error: BaseException, *, is_proxied: bool = False) -> str:
    """The reason, without the address, which may contain a token or a password.

    Through a proxy it is the proxy that was looked up and called.
    """
    for cause in _innermost_first(error):
        if words := _why_not_called(cause):
            return f"the proxy cannot be reached: {words}; see HTTPS_PROXY" if is_proxied else words
        if words := _why_not_heard(cause):
            return words
    return type(error).__name__


def refused_certificate(error: BaseException) -> str:
    """What is wrong with the certificate; empty if that is not the reason."""
    for cause in _innermost_first(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return cause.verify_message
    return ""


def _innermost_first(error: BaseException) -> Iterator[BaseException]:
    inner = error.__cause__ or error.__context__
    if inner:
        yield from _innermost_first(inner)
    if isinstance(error, BaseExceptionGroup):
        for each in error.exceptions:
            yield from _innermost_first(each)
    yield error


def _why_not_called(cause: BaseException) -> str:
    match cause:
        case socket.gaierror():
            return "its host name is not known to the name server (DNS)"
        case ConnectionRefusedError():
            return "nothing listens there, or a firewall refuses"
        case OSError(errno=number) if number in _NO_WAY:
            return "the network does not lead there"
    return ""


def _why_not_heard(cause: BaseException) -> str:
    match cause:
        case ssl.SSLCertVerificationError(verify_message=found):
            return f"its certificate is not accepted: {found}; see SSL_CERT_FILE"
        case ssl.SSLError():
            return "it does not answer with TLS"
        case TimeoutError():
            return "no answer in time"
        case ConnectionError():
            return BROKE_OFF
    return ""
