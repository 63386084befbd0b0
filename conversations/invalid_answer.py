"""The exception that a reader of typed answers raises when the answer cannot be right."""

from collections.abc import Mapping


class InvalidAnswer(ValueError):
    """The agent must answer again; `reason` is the key of the sentence that says why.

    `values` are the variables of that sentence. They may echo part of what was typed, so they go to
    the chat only: str() and repr() show just the reason.
    """

    def __init__(self, reason: str, **values: str | int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.values: Mapping[str, str | int] = values
