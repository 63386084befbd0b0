"""Where the service is and with what right we call it: the two settings, checked before use."""

import ipaddress
import re

import httpx

HOST = re.compile(rb"[a-z0-9_.:-]+")  # after IDNA; an odd character would be sent as %xx


def checked_address(url: str) -> str:
    """The address without its last slash. Raises ValueError with a sentence for the operator.

    Pictures of identity cards travel to it, so it must be https; plain http is for a service on
    this very machine.
    """
    try:
        address = httpx.URL(url.strip())
    except httpx.InvalidURL:
        raise ValueError("The eKYC address is not a web address") from None
    if address.scheme not in {"http", "https"} or not HOST.fullmatch(address.raw_host):
        raise ValueError("The eKYC address must look like https://ekyc.example.com")
    if address.userinfo or address.query or address.fragment:
        raise ValueError("The eKYC address must not contain a user name, '?' or '#'")
    if address.scheme == "http" and not is_loopback(address.host):
        raise ValueError("The eKYC address must begin with https:// (http:// is for localhost)")
    return str(address).rstrip("/")


def checked_token(token: str) -> str:
    """The bare token; raises ValueError, without the token, when it cannot be a header.

    A copied "Token abc…" and the new line at the end of a secret's file are taken off.
    """
    words = token.split()
    if words[:1] == ["Token"]:
        del words[0]
    if len(words) != 1 or not words[0].isascii() or not words[0].isprintable():
        raise ValueError("The eKYC token must be one word of ASCII letters, digits and signs")
    return words[0]


def is_loopback(host: str) -> bool:
    """Whether `host` names this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
