"""The receipt: proof that the service has the application. Pure."""

from dataclasses import dataclass
from html import escape

from bot.chat.buttons import menu_button
from bot.chat.outgoing import Button, Send
from bot.screens.menu import menu_row
from bot.screens.phrases import customer_of, masked_number, moment_in_dhaka
from bot.texts import plain
from conversations.application import Application, Phase
from conversations.languages import LANGUAGES
from conversations.organisation import NAMELESS, Organisation


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a receipt says, in plain lines: no full number, no address.

    `organisation` is empty where the settings name none.
    """

    title: str
    organisation: str
    facts: tuple[str, ...]
    closing: tuple[str, ...]
    reference: str


def has_receipt(application: Application) -> bool:
    """Whether the service has it, and it still says who the customer is."""
    is_accepted = application.submission is not None and application.submission.accepted_at
    return bool(is_accepted) and not application.is_draft and not application.remains


def receipt_of(application: Application, language: str, organisation: Organisation) -> Receipt:
    """The same for the message and for the picture."""
    submission = application.submission
    accepted_at = submission.accepted_at if submission else None
    reference = application.id.upper()
    facts = [
        plain(language, "receipt-customer", customer=customer_of(application, language)),
        plain(language, "receipt-nid", nid=masked_number(application)),
        plain(language, "receipt-reference", reference=reference),
    ]
    if accepted_at:
        facts.append(plain(language, "receipt-time", time=moment_in_dhaka(accepted_at, language)))
    is_pending = application.phase is Phase.PENDING
    closing = [plain(language, "receipt-next")] if is_pending else []
    if organisation.helpline:
        closing.append(plain(language, "receipt-helpline", helpline=organisation.helpline))
    return Receipt(
        title=plain(language, "receipt"),
        organisation=organisation.name(language),
        facts=tuple(facts),
        closing=tuple(closing),
        reference=reference,
    )


def receipt(
    application: Application,
    language: str,
    organisation: Organisation = NAMELESS,
    *,
    shown_in: str = "",
    has_menu: bool = True,
) -> Send:
    """Proof of acceptance, fit to be forwarded.

    It is for the customer, so it is in the language of the consent unless another is asked for;
    its buttons, which are not forwarded, are in the agent's. It has no menu once the verdict has.
    """
    written_in = shown_in or customers_language(application, language)
    said = receipt_of(application, written_in, organisation)
    headings = (escape(line, quote=False) for line in (said.title, said.organisation) if line)
    lines = (escape(line, quote=False) for line in (*said.facts, *said.closing))
    return Send(
        text="\n".join([*(f"<b>{heading}</b>" for heading in headings), *lines]),
        keyboard=[
            *_receipt_rows(application, written_in, language),
            *([menu_row(language)] if has_menu else []),
        ],
        is_masked=True,
        is_forwardable=True,
    )


def customers_language(application: Application, language: str) -> str:
    """The language in which the customer agreed, or that one."""
    return application.consent.language if application.consent else language


def _receipt_rows(
    application: Application, language: str, agents_language: str
) -> list[list[Button]]:
    others = (each for each in LANGUAGES if each != language)
    copy = plain(agents_language, "button-copy-reference")
    picture = plain(agents_language, "button-receipt-picture")
    return [
        [
            Button(copy, copy=application.id.upper()),
            menu_button(picture, "receipt-picture", f"{language}-{application.id}"),
        ],
        [
            menu_button(plain(other, "language-name"), "receipt", f"{other}-{application.id}")
            for other in others
        ],
    ]
