"""Frames between the bot and the processes it starts: a length in four bytes, then the content."""

from typing import BinaryIO

LENGTH_BYTES = 4


def framed(content: bytes) -> bytes:
    return len(content).to_bytes(LENGTH_BYTES) + content


def read_frame(stream: BinaryIO) -> bytes:
    """The content of the next frame; empty at the end of the stream."""
    return stream.read(int.from_bytes(stream.read(LENGTH_BYTES)))
