"""What the chat should show; `bot.screens.drawing` turns each into text and buttons.

Of the values of a sentence, `field` and `option` are themselves text keys, and `reason` may be one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """The prompt of what the application is asking now.

    `problem` says first what was wrong with the last try, or with the field named by `about`, and
    `others` what was wrong with other fields. With `is_instead` it takes the place of the prompt on
    the screen, which came too early.
    """

    problem: str = ""
    values: Mapping[str, str | int] = field(default_factory=dict, repr=False)
    about: str = ""
    others: Mapping[str, str] = field(default_factory=dict)
    is_instead: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Redraw:
    """The current screen reads differently: its message is edited, silently.

    Its buttons stay valid.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class Tell:
    """One sentence by its text key; a notice when it answers a button."""

    text: str
    values: Mapping[str, str | int] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settle:
    """The pressed prompt is done: it loses its buttons.

    It then shows the answer to `question`, or the sentence `text`, or stays unchanged. With both it
    shows only the sentence, as the next prompt has the buttons.
    """

    question: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowProgress:
    """The live line about slow work on the card; unless it is new, it replaces the earlier one."""

    text: str
    is_new: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowReceipt:
    """The service has accepted the application.

    The screen that says that it is being sent becomes the receipt, unless `is_new`: then the agent
    no longer looks there.
    """

    is_new: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowVerdict:
    """The background check has ended; `is_correction` when it replaces another verdict."""

    is_correction: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshDetail:
    """The service was asked: refresh the detail if the agent has it open."""


Effect = Ask | Redraw | Tell | Settle | ShowProgress | ShowReceipt | ShowVerdict | RefreshDetail
