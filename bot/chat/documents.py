"""Messages as JSON documents, as the outbox stores them."""

import msgspec

from bot.chat.outgoing import AnyOutgoing

_DECODER = msgspec.json.Decoder(AnyOutgoing)


def kind_of(message: AnyOutgoing) -> str:
    """The `type` in its document."""
    return str(message.__struct_config__.tag)


def to_document(message: AnyOutgoing) -> str:
    return msgspec.json.encode(message).decode()


def from_document(document: str) -> AnyOutgoing:
    message: AnyOutgoing = _DECODER.decode(document)
    return message


def ringing(document: str) -> str:
    """The document such that the phone rings for its message."""
    return msgspec.json.encode({**msgspec.json.decode(document), "rings": True}).decode()
