"""A walk past everything that people are shown, in one language, with long names and addresses."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from bot.chat.outgoing import AnyOutgoing, EveningReport
from bot.screens.drawing import draw
from bot.screens.invitations import team_key
from bot.screens.view import View
from conversations import effects, events
from conversations.application import Application
from conversations.card_barcode import CardBarcode
from conversations.dhaka import day_in_dhaka
from conversations.extra_question import ExtraQuestion
from conversations.questions import PICTURES, READING, REVIEW
from conversations.submission import EarlierAttempt
from conversations.verdict import Decision, Score, Verdict
from storage import Store
from storage.agents import Agent, Role
from storage.caseloads import Which
from storage.refusals import Refusal
from tests.support.forms import (
    AGENT,
    FAILED,
    NOW,
    PASSED,
    after,
    begun,
    being_read,
    checked,
    closed,
    decided,
    delayed,
    every_point,
    in_doubt,
    pending,
    photo,
    picks,
    press,
    read,
    types,
    until,
)
from tests.support.office import STRANGER, Office
from tests.support.supervision import ADMIN, SUPERVISOR

#: Longer than those of any specimen, as cards print them.
LONG: Mapping[str, str] = {
    "nid_number": "19800001980100147",
    "date_of_birth": "1980/9/28",
    "name_bangla": "মোহাম্মদ আসাদুজ্জামান চৌধুরী",
    "name_english": "MOHAMMAD ASADUZZAMAN CHOWDHURY",
    "father_name": "মোহাম্মদ আবুল মুনীম চৌধুরী",
    "mother_name": "মোছাম্মৎ আম্বিয়া খাতুন",
    "present_address": ("বাসা/হোল্ডিং: ১১৪, শেখপাড়া, ডাকঘর: ঘোড়ামারা, বোয়ালিয়া, রাজশাহী সিটি কর্পোরেশন, রাজশাহী"),
    "nominee": "Mosammat Ambia Khatun",
}
SCORED = (
    "nid",
    "date_of_birth",
    "name_english",
    "name_bangla",
    "father_name",
    "mother_name",
    "present_address",
    "blood_group",
)
ALL_PASSED = replace(PASSED, scores=tuple(Score(field=one, points=100.0) for one in SCORED))
ALL_FAILED = Verdict(
    decision=Decision.FAILED,
    found_at=NOW,
    scores=tuple(
        Score(field=one, points=41.5 + place, differs=True) for place, one in enumerate(SCORED)
    ),
    texts_match=False,
    card_photo_matches=False,
    selfie_matches=False,
)
INVALID = Verdict(decision=Decision.INVALID, found_at=NOW)
BRANCH = ExtraQuestion(
    key="extra_branch",
    names={"en": "Branch", "bn": "শাখা"},
    prompts={"en": "Which branch does the customer want?", "bn": "গ্রাহক কোন শাখা চান?"},
    choices=tuple({"en": en, "bn": bn} for en, bn in [("Mirpur", "মিরপুর"), ("Khulna", "খুলনা")]),
)
BARCODE = CardBarcode(nid_number="19800001980100141", date_of_birth=date(1980, 9, 27))


#: Why an answer or a photo is not taken, with values that make long sentences.
PROBLEMS = {
    "text": ("invalid-wording-placeholder", {"kind": "address"}),
    "photo": ("picture-blurred", {}),
}


def long(application: Application) -> Application:
    """The same application with the long values where there are values."""
    answers = dict(application.answers)
    if "nominee" in answers:
        answers["nominee"] = LONG["nominee"]
    reading = application.reading
    if reading:
        reading = replace(reading, fields={key: LONG[key] for key in reading.fields})
    return replace(application, reading=reading, answers=answers)


class Tour(Office):
    """An office in which everything that is shown to anybody is remembered, in order."""

    def __init__(self, language: str, store: Store) -> None:
        super().__init__(language, store=store)
        self.language = language
        self.shown: list[tuple[int, AnyOutgoing]] = []
        self.commands: set[str] = set()
        self.asked: set[str] = set()
        people = [(SUPERVISOR, Role.SUPERVISOR, ""), (ADMIN, Role.ADMIN, "")]
        people += [(3000 + number, Role.AGENT, f"Team of {number}") for number in range(10, 16)]
        for person, role, team in people:
            name = f"Mohammad Person {person}"
            self.store.agents.enrol(
                Agent(id=person, name=name, role=role, language=language, team=team), NOW
            )

    def sends(self) -> list[tuple[int, AnyOutgoing]]:
        sent = super().sends()
        self.shown += sent
        return sent

    def hears(self, text: str, sender: int = AGENT) -> list[AnyOutgoing]:
        if text.startswith("/"):
            self.commands.add(text[1:].split(maxsplit=1)[0])
        return super().hears(text, sender)

    def shows(self, application: Application, *said: effects.Effect) -> None:
        """What the agent sees of these effects, with the customer's name above each question."""
        self.asked.add(application.asking)
        for each in draw(said, application, View(language=self.language, is_named=True)):
            self.shown.append((AGENT, each.message))

    # -- the parts of the tour --------------------------------------------------------------------

    def _goes_through_forms(self) -> None:
        """Each question and each other stop, without and with a problem."""
        for application in (*map(long, (*every_point().values(), *_more_points())), *_with_extra()):
            self.shows(application, effects.Ask())
            kind = "photo" if application.asking in PICTURES else "text"
            problem, values = PROBLEMS[kind]
            if application.is_draft:
                self.shows(application, effects.Ask(problem=problem, values=values))
            if application.asking in {"card", REVIEW}:
                photo_problem, _ = PROBLEMS["photo"]
                self.shows(application, effects.Ask(problem=photo_problem, about="selfie"))

    def _sees_results(self) -> None:
        for verdict in (ALL_PASSED, ALL_FAILED, INVALID, FAILED):
            application = long(decided(verdict))
            assert application.submission
            earlier = EarlierAttempt(submission=application.submission, verdict=FAILED)
            again = replace(application, earlier=(earlier, earlier), corrected=(INVALID,))
            self.shows(application, effects.ShowReceipt(), effects.ShowVerdict())
            self.shows(again, effects.ShowVerdict(is_correction=True), effects.RefreshDetail())
        for application in map(long, (pending(), replace(pending(), is_unanswered=True), closed())):
            self.shows(application, effects.ShowReceipt(), effects.RefreshDetail())

    def goes_everywhere(self) -> None:
        self._goes_through_forms()
        self._sees_results()
        self._asks_as_agent()  # without an application
        self._keeps_applications()
        self._asks_as_agent()
        self._opens_applications()
        self._asks_as_supervisor(SUPERVISOR)
        self._asks_as_supervisor(ADMIN)
        self._asks_as_stranger()

    def _keeps_applications(self) -> None:
        """A dozen in every state, all of the customer with the long name."""
        kept = [until("selfie"), until(REVIEW), delayed()]
        kept += [in_doubt(), pending(), closed(), decided(ALL_FAILED), decided(INVALID)]
        kept += [decided(ALL_PASSED), until("front"), until("gender"), until("profession")]
        kept += [after(decided(ALL_FAILED), press(events.CorrectionBegun))]
        for number, application in enumerate(kept):
            self.holds(long(application), name=f"abcd23{number:02}", is_active=False)
        for kind in Refusal:
            self.store.refusals.note(AGENT, kind, self.now)

    def _asks_as_agent(self) -> None:
        for words in (
            "/start", "/new", "/help", "/drafts", "/log", "/log chowdhury", "CHOWDHURY", "1234567",
            "hello", "/stats", "/status", "/status 01712345678", "/status 01712345679", "/language",
            "/cancel", "/erase", "/erase 01712345678", "/erase abcd2300", "/erase abcd2308",
            "/erase nothing",
        ):  # fmt: skip
            self.hears(words)
        for which in Which:
            self.sees_press(f"~log.{which}-0")

    def _opens_applications(self) -> None:
        self.sees_press("~log.all-1")
        self.sees_press("~drafts.1")
        for number in range(13):
            self.sees_press(f"~open.abcd23{number:02}")
        self.sees_press("~receipt.en-abcd2308")
        self.sees_press("~receipt-picture.bn-abcd2308")
        self.sees_press("~refresh.abcd2304")
        self.sees_press("~continue.abcd2301")
        self.hears("/help")
        self.hears("/start")
        self.hears("/cancel")
        self.sees_press("~erase-draft.abcd2312")
        self.sees_press("~erase-now.abcd2309-abcd2310")

    def _asks_as_supervisor(self, person: int) -> None:
        for words in (
            "/start", "/help", "/agents", "/invite", "/report", "/report 30", "/announce",
            "/announce " + "The office is closed tomorrow. " * 8, "/export", "/export full",
            "/export nonsense", "/export 2026-11-01 2026-11-30", "/log vendor", "/stats",
        ):  # fmt: skip
            self.hears(words, person)
        for data in (
            "people.1", f"person.{AGENT}-0", f"remove.{AGENT}-0", f"give.{AGENT}-0",
            f"suspend.{AGENT}-0", f"restore.{AGENT}-0", "view.abcd2306", "view.abcd2304",
            "report.7.1", "report.30", "export-days.masked.31",
        ):  # fmt: skip
            self.sees_press(f"~{data}", person)
        for data in ("invite-as.agent", f"invite-to.agent.{team_key('')}", "invite"):
            self.sees_press(f"~{data}", person)
        self.hears("Mohammad Rahim Uddin Chowdhury", person)
        self.sees_press("~invite-as.agent", person)
        self.sees_press(f"~invite-to.agent.{team_key('')}", person)
        self.hears(
            "\n".join([*(f"Mohammad Abdur Rahim {one}" for one in "ABCDEFGHI"), "12"]), person
        )
        self.sees_press("~invitations.0", person)
        self.hears("/invite", person)
        self.hears("/invite 4001 Mohammad Rahim", person)
        self.sees_press("~evening.off", person)
        self.hears("/report", person)
        self.sees_press("~evening.on", person)
        self.shown.append((person, EveningReport(day=day_in_dhaka(NOW))))

    def _asks_as_stranger(self) -> None:
        for words in ("/start", "/help", "hello", "/start nonsense"):
            self.hears(words, STRANGER)


def _more_points() -> Iterator[Application]:
    """Points that take more than one event to reach."""
    waiting = being_read(READING)
    back = replace(waiting.pictures["back"], barcode=BARCODE)
    barcoded = replace(waiting, pictures={**waiting.pictures, "back": back})
    differing = after(barcoded, read(barcoded, **LONG))
    yield differing
    yield after(differing, press(events.EditChosen, question="nid_number"))
    for picture in PICTURES:
        insisted = until(picture)
        for _ in range(2):
            insisted = after(insisted, photo())
            insisted = after(insisted, checked(insisted, picture, None, "picture-blurred"))
        yield insisted
    yield replace(until("profession"), habits={"profession": ("business", "farmer", "teacher")})
    yield after(decided(ALL_FAILED), press(events.CorrectionBegun))
    again = press(events.EditChosen, question="mother_name")
    yield after(until("card"), again, types("Mosammat Ambia Begum"), again)


def _with_extra() -> Iterator[Application]:
    """A question of the organisation's own, and the review with its answer."""
    asked = until(BRANCH.key, replace(begun(), extra=(BRANCH,)))
    yield asked
    yield replace(until(REVIEW, after(asked, picks(BRANCH.key, "1"))))
