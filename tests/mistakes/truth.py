"""What must be true at the end of a visit, according to a model that knows what everybody meant.

The model does not know how the bot works. It knows the customer, what the service says it holds,
and what the agent's chat shows.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tests.mistakes.visits import Visit

#: How the chat begins a verdict of each kind.
VERDICTS = {"passed": "Passed", "failed": "Failed", "invalid": "Not found in the register"}


def meant(visit: Visit) -> Mapping[str, str]:
    """The fields that the service must hold for the customer."""
    citizen, customer = visit.citizen, visit.customer
    return {
        "nid_no": visit.nid_number,
        "mobile_number": customer.mobile_number,
        "applicant_name_eng": citizen.name_eng,
        "applicant_name_ben": citizen.name_ben,
        "father_name": citizen.father_name,
        "mother_name": citizen.mother_name,
        "pres_address": citizen.address,
        "perm_address": citizen.address,
        "gender": customer.gender.capitalize(),
        "profession": customer.profession.capitalize(),
        "nominee": customer.nominee,
        "nominee_relation": customer.nominee_relation.capitalize(),
    }


def record_of(visit: Visit, records: Iterable[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """The service's record of this customer, found by person, not by phone alone."""
    key = (visit.nid_number, visit.customer.mobile_number)
    return next((each for each in records if (each["nid_no"], each["mobile_number"]) == key), None)


def wrongs(
    visit: Visit, records: Iterable[Mapping[str, Any]], verdicts: Iterable[str]
) -> Iterator[str]:
    """Everything that is not as it must be; `verdicts` are the kinds that the chat told, in order.

    A record from before may have been kept instead: then its values are not this visit's.
    """
    record = record_of(visit, records)
    if record is None:
        yield "lost: the service has no record"
        return
    posts = 2 if visit.was_here_before else 1
    if record["accepted"] > posts:
        yield f"doubled: accepted {record['accepted']} times"
    for name, value in meant(visit).items():
        if record[name] != value:
            yield f"wrong: {name} is {record[name]!r} and not {value!r}"
    told = list(dict.fromkeys(verdicts))
    if told and told != [record["status"]]:
        yield f"wrong: the chat told {told}, and the service says {record['status']}"
