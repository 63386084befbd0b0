"""How wide the labels of buttons are on a phone, and where one is cut that is too long. Pure.

Telegram for Android writes a label on one line, in 15 px Medium: Roboto, and Noto Sans Bengali for
Bangla. It cuts the end off what does not fit, where a card's last digits may be; so labels with
values are cut here.
"""

import unicodedata
from collections.abc import Mapping

#: Pixels by character, rounded up to a half; what is drawn in other fonts, such as emoji, is last.
_WIDTHS: Mapping[str, float] = {
    character: width
    for width, characters in (
        (0.0, "\u0981\u09bc\u09c1\u09c2\u09c3\u09c4\u09cd\u09e2\u09e3\u200b\u200c\u200d\u2060"),
        (3.5, ",‘’"),
        (4.0, " !:;ijl|\u00a0"),
        (4.5, ".I[]·িী"),
        (5.0, '"`t'),
        (5.5, "()-fr{}•"),
        (6.0, "/“”েৈ।"),
        (6.5, "\\^"),
        (7.0, "*_ঃং"),
        (7.5, "?vy"),
        (8.0, "<>cksxz"),
        (8.5, "+=EFJLabdehnpqu\u09be\u09d7ইচটঠঢদহৎ\u09dd"),
        (9.0, "$0123456789goধবর০১২৩৪৫৬৭৮৯"),
        (9.5, "#BKRSTXYZঘছণনমযষস\u09df"),
        (10.0, "&ACDPUV~–গথ"),
        (10.5, "GOQঈখশ"),
        (11.0, "HN…উএঙডতপভ\u09dc"),
        (11.5, "%wওল"),
        (12.0, "—"),
        (12.5, "ঊকঝফ"),
        (13.0, "ঋ"),
        (13.5, "@MWmঐঔজ"),
        (14.0, "অ"),
        (14.5, "\u09cb\u09cc"),
        (15.5, "ঞ"),
        (18.0, "আ"),
    )
    for character in characters
}
_WIDEST = 20.0

LABEL_SIZE = 15  # pixels of the font in which these are measured


def room(buttons: int) -> int:
    """The pixels that a label has in a row of that many buttons, on a screen 360 pixels wide.

    An app leaves 345 for the row, of which it takes 2, 5 between two buttons and 10 in each
    (ChatMessageCell of Telegram for Android); a few more are left to other apps.
    """
    if buttons == 1:
        return 320
    return (343 - 5 * (buttons - 1)) // buttons - 14


def width_of(label: str) -> float:
    """The pixels that the label takes at most; ligatures make it narrower."""
    return sum(_WIDTHS.get(character, _WIDEST) for character in label)


def fitted(text: str, end: str = "", *, space: float = room(1)) -> str:
    """The text and its end, with so much of the text cut off that both fit into the space."""
    if width_of(text) + width_of(end) <= space:
        return text + end
    space -= width_of(f"…{end}")
    kept = len(text)
    while kept and (width_of(text[:kept]) > space or _is_joined(text, kept)):
        kept -= 1
    return f"{text[:kept].rstrip(' ,')}…{end}"


def _is_joined(text: str, place: int) -> bool:
    """Whether the characters before and after that place are drawn as one."""
    before, after = text[place - 1], text[place : place + 1]
    return before in "\u09cd\u200c\u200d" or unicodedata.category(after or " ").startswith("M")
