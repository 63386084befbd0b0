"""Addresses and tokens of a service, checked before use."""

import re

import httpx

from bot.runtime.egress import is_loopback

# After IDNA. A name that RFC 1035 does not allow would fail later, in the resolver, with other
# errors.
HOST = re.compile(rb"[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*\.?|[0-9a-f:.]*:[0-9a-f:.]*")


def checked_address(url: str) -> str:
    """The address without its last slash; raises ValueError with a sentence without its subject.

    Tokens and pictures of identity cards are sent to it, so it must be https; plain http is only
    for a service on this machine.
    """
    try:
        address = httpx.URL(url.strip())
        host, port = address.host, address.port or 443
    except (httpx.InvalidURL, UnicodeError):  # UnicodeError: not an IDNA name
        raise ValueError("is not a complete web address") from None
    if address.scheme not in {"http", "https"} or not HOST.fullmatch(address.raw_host):
        raise ValueError("is not a complete web address")
    if not 0 < port < 65536:
        raise ValueError("must have a port from 1 to 65535")
    if address.userinfo or address.query or address.fragment:
        raise ValueError("must have no user name, question mark or # in it")
    if address.scheme == "http" and not is_loopback(host):
        raise ValueError("must begin with https, as tokens and customers' data travel there")
    return str(address).rstrip("/")


def checked_token(token: str) -> str:
    """The bare token; raises ValueError, without the token in it, when it cannot be a header.

    A copied "Token " in front and the line break at the end of a secret's file are removed.
    """
    words = token.split()
    if words[:1] == ["Token"]:
        del words[0]
    if len(words) != 1 or not words[0].isascii() or not words[0].isprintable():
        raise ValueError("must be one word of ASCII letters, digits and signs")
    return words[0]
