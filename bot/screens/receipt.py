"""The receipt: proof that the service has the application. Pure."""

from html import escape

from bot.chat.buttons import menu_button
from bot.chat.outgoing import Button, Send
from bot.screens.menu import menu_row
from bot.screens.phrases import customer_of, masked_number, moment_in_dhaka
from bot.texts import plain, say
from conversations.application import Application
from conversations.languages import LANGUAGES
from conversations.organisation import NAMELESS, Organisation


def receipt(
    application: Application,
    language: str,
    organisation: Organisation = NAMELESS,
    *,
    shown_in: str = "",
) -> Send:
    """Proof of acceptance, fit to be forwarded: no full number, no address.

    It is for the customer, so it is in the language of the consent unless another is asked for;
    its buttons, which are not forwarded, are in the agent's.
    """
    agents_language = language
    language = shown_in or (application.consent.language if application.consent else language)
    submission = application.submission
    accepted_at = submission.accepted_at if submission else None
    lines = [f"<b>{say(language, 'receipt')}</b>"]
    if name := organisation.name(language):
        lines.append(f"<b>{escape(name, quote=False)}</b>")
    lines += [
        say(language, "receipt-customer", customer=customer_of(application, language)),
        say(language, "receipt-nid", nid=masked_number(application)),
        say(language, "receipt-reference", reference=application.id.upper()),
    ]
    if accepted_at:
        lines.append(say(language, "receipt-time", time=moment_in_dhaka(accepted_at, language)))
    lines.append(say(language, "receipt-next"))
    if organisation.helpline:
        lines.append(say(language, "receipt-helpline", helpline=organisation.helpline))
    return Send(
        text="\n".join(lines),
        keyboard=_receipt_rows(application, language, agents_language),
        is_masked=True,
        is_forwardable=True,
    )


def _receipt_rows(
    application: Application, language: str, agents_language: str
) -> list[list[Button]]:
    others = (each for each in LANGUAGES if each != language)
    copy = plain(agents_language, "button-copy-reference")
    return [
        [
            Button(copy, copy=application.id.upper()),
            *(
                menu_button(plain(other, "language-name"), "receipt", f"{other}-{application.id}")
                for other in others
            ),
        ],
        menu_row(agents_language),
    ]
