"""What a fault did, according to the service, the chats and our database."""

import itertools
import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.texts import plain
from conversations.application import Application, Phase
from tests.faults.campaign.field import CITIZENS, Registered, Withdrawal

DOCUMENT = Path(__file__).parents[3] / "docs" / "reliability.md"

_SCORES = plain("en", "verdict-scores")
#: The lines at the end of a verdict.
_DETAILS = (
    _SCORES,
    *(plain("en", key, result="") for key in ("verdict-card-photo", "verdict-selfie")),
)

#: Seconds for which a submission may leave once it is marked as begun, on a slow machine.
_MARK_COUNTS = 10.0

_STAYS = "What was sent to the identity check stays there"


@dataclass(slots=True)
class Account:
    """A row of the table. `repeated` counts messages that came twice, which is allowed."""

    fault: str
    tried: int = 0
    customers: int = 0
    lost: int = 0
    doubled: int = 0
    wrong: int = 0
    repeated: int = 0
    seconds: float = 0.0
    findings: list[str] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        return not (self.lost or self.doubled or self.wrong)

    def settle(
        self,
        registered: Iterable[Registered],
        held: Iterable[Mapping[str, Any]],
        kept: Mapping[str, list[Application]],
        left: Mapping[str, float],
        sent_erased: Collection[str] | None = None,
    ) -> None:
        """Compare what the service holds with what the agents did, by mobile number.

        `left` says when step 2 left the bot, in monotonic seconds. `sent_erased` are the references
        of erased applications that the audit says were sent; None where the audit is older than
        some of them.
        """
        records: dict[str, list[Mapping[str, Any]]] = {}
        for record in held:
            records.setdefault(record["mobile_number"], []).append(record)
        for one in registered:
            self.customers += 1
            mobile = one.customer.mobile_number
            its_records, its_kept = records.get(mobile, []), kept.get(mobile, [])
            if one.withdrawal:
                left_at = left.get(mobile, math.inf)
                self._settle_erased(one, one.withdrawal, its_records, its_kept, left_at)
                self._settle_telling(one, one.withdrawal, its_records, left_at, sent_erased)
            elif one.is_kept_back and its_records and not its_kept:
                self._settle_records(one, its_records)
            else:
                self._settle_one(one, its_records, its_kept, is_restored=sent_erased is None)

    def _settle_erased(
        self,
        one: Registered,
        withdrawal: Withdrawal,
        records: list[Mapping[str, Any]],
        kept: list[Application],
        left_at: float,
    ) -> None:
        if kept:
            self._find("wrong", one, f"erased, and there again: {kept[0].phase}")
        if records and left_at > withdrawal.seen_at + _MARK_COUNTS:
            self._find("wrong", one, "sent after the consent was withdrawn")
        if records:
            self._settle_records(one, records)

    def _settle_telling(
        self,
        one: Registered,
        withdrawal: Withdrawal,
        records: list[Mapping[str, Any]],
        left_at: float,
        sent_erased: Collection[str] | None,
    ) -> None:
        """What had left, or was about to, must be told."""
        if not records and left_at > withdrawal.seen_at:
            return
        if _STAYS not in withdrawal.question:
            self._find("wrong", one, f"not told that it stays there: {withdrawal.question}")
        if sent_erased is not None and withdrawal.reference not in sent_erased:
            self._find("wrong", one, "the audit does not say that it was sent")

    def _settle_one(
        self,
        one: Registered,
        records: list[Mapping[str, Any]],
        kept: list[Application],
        *,
        is_restored: bool,
    ) -> None:
        if one.failure or not records or not kept:
            self._find("lost", one, one.failure or f"{len(records)} records, {len(kept)} kept")
            return
        if one.asked_again:
            self._find("lost", one, "asked again: " + "\n".join(one.asked_again))
        if len(kept) > 1:
            self._find("doubled", one, f"{len(kept)} kept")
        self._settle_records(one, records)
        if kept[0].phase is not Phase.DECIDED:
            status, chat = records[0]["status"], one.agent.transcript(8)
            sent = f"{kept[0].submission} of {kept[0].created_at:%H:%M:%S}"
            asked = f"asked for at {one.next_question_at}"
            what = f"still {kept[0].phase}, there {status}, {asked}: {sent}\n{chat}"
            self._find("lost", one, what)
            return
        # A draft of an older copy was somebody else's, if it was continued after the copy.
        verdicts = one.verdicts(kept[0].id.upper(), one.name if is_restored else "")
        if not verdicts:
            self._find("lost", one, f"no verdict in the chat:\n{one.agent.transcript(8)}")
        # A repeated verdict has the same text; another text is a second verdict.
        told = {each.text for each in verdicts}
        if is_restored:
            told = without_lookups(told)
        if len(told) > 1:
            self._find("doubled", one, "two verdicts:\n" + "\n".join(sorted(told)))
        self.repeated += max(len(verdicts) - 1, 0)

    def _settle_records(self, one: Registered, records: list[Mapping[str, Any]]) -> None:
        if len(records) > 1 or records[0]["posts"] > 1:
            self._find("doubled", one, f"{len(records)} records, {records[0]['posts']} posts")
        differing = {name for name, value in expected(one).items() if records[0].get(name) != value}
        if differing:
            self._find("wrong", one, f"other values: {sorted(differing)}")

    def _find(self, kind: str, one: Registered, what: str) -> None:
        setattr(self, kind, getattr(self, kind) + 1)
        self.findings.append(f"{kind}: {one.customer.mobile_number} {what}")


def without_lookups(verdicts: Collection[str]) -> set[str]:
    """Those that say something else than another with more details.

    A verdict that was looked up again after a restore may be known without its scores.
    """
    scored = {each for each in verdicts if _SCORES in each}
    said = {_without_details(each) for each in scored}
    return scored | {_without_details(each) for each in verdicts if each not in scored} - said


def _without_details(verdict: str) -> str:
    title, *lines = verdict.splitlines()
    lines = list(itertools.takewhile(lambda line: not line.startswith(_DETAILS), lines))
    return "\n".join((title.partition(" · ")[0], *lines))


def expected(one: Registered) -> Mapping[str, str]:
    """What the service must hold about this customer."""
    citizen, customer = CITIZENS[one.customer.number], one.customer
    return {
        "nid_no": citizen.nid_no,
        "applicant_name_eng": citizen.name_eng,
        "father_name": citizen.father_name,
        "gender": customer.gender.capitalize(),
        "nominee": customer.nominee,
        "nominee_relation": customer.nominee_relation.capitalize(),
        "profession": customer.profession.capitalize(),
        "status": "passed",
    }


def table(accounts: Iterable[Account]) -> str:
    """The row as in docs/reliability.md."""
    columns = ("tried", "customers", "lost", "doubled", "wrong", "repeated")
    lines = [
        "| fault | " + " | ".join(columns) + " |",
        "|---|" + "---|" * len(columns),
    ]
    total: Counter[str] = Counter()
    for account in accounts:
        figures = {name: getattr(account, name) for name in columns}
        total.update(figures)
        row = " | ".join(f"{figure:,}" for figure in figures.values())
        lines.append(f"| {account.fault} | {row} |")
    lines.append("| **all** | " + " | ".join(f"{total[name]:,}" for name in columns) + " |")
    return "\n".join(lines)


def publish(found: str, how: str, document: Path = DOCUMENT, *, mark: str = "faults") -> None:
    """Put the table, and how it was measured, between its marks in the document."""
    begin, end = f"<!-- {mark} -->\n", f"<!-- /{mark} -->"
    before, rest = document.read_text("utf-8").split(begin)
    _, after = rest.split(end)
    document.write_text(f"{before}{begin}{how}\n\n{found}\n{end}{after}", "utf-8")
