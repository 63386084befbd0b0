"""The eKYC service: whether it is there and takes the token, by one row of its log."""

from collections.abc import Callable

from bot.doctor.egress import cure_of
from bot.doctor.finding import Finding, broken, doubtful, fine
from bot.ekyc import (
    EkycBusy,
    EkycClient,
    EkycDenied,
    EkycElsewhere,
    EkycError,
    EkycMisunderstood,
    EkycUnavailable,
)
from bot.runtime.egress import Egress

_CORRECT_ADDRESS = "Correct EKYC_URL and restart; ask Giga Tech for the address."


async def examine_ekyc(
    url: str, token: str, egress: Egress, *, seconds: float, on_date: Callable[[str], None]
) -> Finding:
    """One harmless call, which may take that long."""
    async with EkycClient(
        url=url,
        token=token,
        connect_timeout=seconds,
        question_timeout=seconds,
        egress=egress,
        on_date=on_date,
    ) as service:
        try:
            await service.list_log(per_page=1)
        except EkycError as error:
            return judge_ekyc(error)
    return judge_ekyc(None)


def judge_ekyc(error: EkycError | None) -> Finding:
    """What the outcome of the call means; pure."""
    match error:
        case None:
            return fine("ekyc", "The eKYC service answers and takes EKYC_TOKEN.")
        case EkycElsewhere():
            return broken("ekyc", f"{error}.", _CORRECT_ADDRESS)
        case EkycDenied():
            cure = "Correct EKYC_TOKEN and send the process SIGHUP; ask Giga Tech for the token."
            return broken("ekyc", f"{error}.", cure)
        case EkycBusy():
            cure = "Wait; ask Giga Tech for a higher limit if this lasts."
            return doubtful("ekyc", f"{error}.", cure)
        case EkycMisunderstood():
            return broken("ekyc", f"{error}.", _CORRECT_ADDRESS)
        case EkycUnavailable():
            otherwise = "Look at EKYC_URL, the network and the firewall; else wait for the service."
            return broken("ekyc", f"{error}.", cure_of(str(error), otherwise))
    return doubtful("ekyc", f"{error}.", "Ask Giga Tech why the service refuses its log.")
