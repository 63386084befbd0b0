"""The register: what the Election Commission would know, here twelve made-up citizens."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

SPECIMENS = Path(__file__).parent.parent / "specimens"


@dataclass(frozen=True, slots=True)
class Citizen:
    """One entry of the register; `number` is the number in the names of the specimen files."""

    number: int
    nid_no: str = field(repr=False)
    born_on: date = field(repr=False)
    name_ben: str = field(repr=False)
    name_eng: str = field(repr=False)
    father_name: str = field(repr=False)
    mother_name: str = field(repr=False)
    address: str = field(repr=False)
    blood_group: str = field(repr=False)

    def specimen(self, folder: str, ending: str = "") -> Path:
        """Return the path of one of this citizen's pictures, as `cards`, `_front`."""
        return SPECIMENS / folder / f"{self.number:02}{ending}.jpg"


class Register:
    """Finds a citizen by NID number and date of birth."""

    def __init__(self, citizens: Iterable[Citizen]) -> None:
        self.citizens = tuple(citizens)
        self._by_nid = {citizen.nid_no: citizen for citizen in self.citizens}

    def find(self, nid_no: str, born_on: date) -> Citizen | None:
        """Find the citizen with both; a 17-digit number is the birth year before the 13 digits."""
        if len(nid_no) == 17 and nid_no.startswith(f"{born_on.year:04}"):
            nid_no = nid_no[4:]
        citizen = self._by_nid.get(nid_no)
        return citizen if citizen and citizen.born_on == born_on else None


def load_register() -> Register:
    """Read the register from the specimens."""
    entries = json.loads((SPECIMENS / "citizens.json").read_text(encoding="utf-8"))
    return Register(
        Citizen(
            number=number,
            nid_no=entry["nid_no"],
            born_on=date.fromisoformat(entry["dob"]),
            name_ben=entry["customer_name_ben"],
            name_eng=entry["customer_name_eng"],
            father_name=entry["father_name"],
            mother_name=entry["mother_name"],
            address=entry["address"],
            blood_group=entry["blood"],
        )
        for number, entry in enumerate(entries)
    )
