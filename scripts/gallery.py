"""Write docs/screens/index.md with every picture in both languages: `python -m scripts.gallery`.

`make screens` runs it after the pictures have been taken again.
"""

from collections.abc import Iterator, Mapping

from conversations.languages import LANGUAGES
from scripts.screens import FOLDER

PAGE = FOLDER / "index.md"

#: The pictures in their order, each with what it shows.
SCREENS: Mapping[str, Mapping[str, str]] = {
    "Registering a customer": {
        "consent": "The consent, which the customer may read in the other language.",
        "front": "The photos of the card, with an example of a good one.",
        "gender": "The card is being read; meanwhile the next question is asked.",
        "card": "What was read from the card, to be compared with it.",
        "permanent_address": "The permanent address, mostly one tap.",
        "mobile_number": "The mobile number, typed.",
        "profession": "The profession: tap, or type.",
        "nominee": "The nominee: a relative on the card is one tap.",
        "nominee_relation": "The relation of a nominee who was typed.",
        "selfie": "The customer’s photo, with an example.",
        "review": "Everything in numbered lines; the number changes a line.",
        "receipt": "The receipt, fit to be forwarded to the customer.",
        "receipt-picture": "The receipt as a picture, for other messengers.",
        "verdict": "The customer passed.",
    },
    "When something goes wrong": {
        "photo-refused": "A photo that was refused twice may be used anyway.",
        "card-badly-read": "Fields that could not be read are asked one by one.",
        "field-asked": "Such a field, with the part of the card where it is printed.",
        "card-barcode": "The barcode on the card differs from what was read: one tap decides.",
        "service-down": "The identity check does not answer; nothing is lost, and work goes on.",
        "verdict-failed": "The customer failed: what to do, with the details folded.",
        "verdict-invalid": "The register does not know the number and the date of birth.",
        "fix": "Only what differed is asked again.",
        "cancel": "Giving up asks first.",
        "erase": "Erasing for good asks first.",
    },
    "Finding, continuing, learning": {
        "start": "/start with an open draft.",
        "drafts": "/drafts, with what is missing in each.",
        "log": "/log, with filters.",
        "search": "Applications found by a part of the name.",
        "detail": "One application.",
        "stats": "/stats, the agent’s own numbers.",
        "help": "/help.",
        "language": "/language.",
    },
    "Supervisors": {
        "supervisor-welcome": "The first message.",
        "supervisor-report": "/report: numbers, reasons, and what is waiting.",
        "supervisor-view": "One application of an agent, masked.",
        "supervisor-people": "/agents: the people of the team.",
        "supervisor-person": "One of them, with their numbers.",
        "supervisor-give": "Who takes over somebody’s work.",
        "supervisor-remove": "Removing somebody asks first.",
        "supervisor-announce": "/announce shows the text and counts the readers first.",
        "supervisor-export": "/export: of which days.",
        "supervisor-export-format": "As which file.",
        "supervisor-invite": "/invite: the link, a button to share it, and a picture to scan.",
        "supervisor-invite-names": "Several people at once.",
        "supervisor-invitations": "The open invitations, to be withdrawn.",
        "supervisor-vendor-log": "/log vendor: the log of the identity check.",
        "supervisor-help": "/help.",
    },
    "Admins": {
        "admin-welcome": "The first message.",
        "admin-invite": "/invite asks for the role first.",
        "admin-people": "/agents: everybody.",
    },
}

_HEADINGS = {"en": "English", "bn": "বাংলা"}


def page() -> str:
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# Every screen in both languages"
    yield ""
    yield "`make screens` takes these pictures of the running trial on a phone of 360 × 740 px."
    yield "All people are made up."
    for title, screens in SCREENS.items():
        yield from ("", f"## {title}")
        for name, words in screens.items():
            yield from ("", f"**{words}**", "")
            yield f"| {' | '.join(_HEADINGS[language] for language in LANGUAGES)} |"
            yield f"|{'---|' * len(LANGUAGES)}"
            pictures = (f"![{words}]({name}-{language}.png)" for language in LANGUAGES)
            yield f"| {' | '.join(pictures)} |"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
