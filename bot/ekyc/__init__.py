"""The client of the Giga Tech eKYC API: exact in what it sends, tolerant in what it reads."""

from bot.ekyc.client import EkycClient
from bot.ekyc.errors import (
    EkycBusy,
    EkycCrashed,
    EkycDenied,
    EkycDuplicate,
    EkycElsewhere,
    EkycError,
    EkycMisunderstood,
    EkycNobodyShown,
    EkycNotFound,
    EkycOutcomeUnknown,
    EkycRefused,
    EkycUnavailable,
    EkycUntrusted,
)
from bot.ekyc.models import (
    QUESTION_OF,
    FieldScore,
    LogPage,
    LogRow,
    LogSweep,
    Picture,
    Reading,
    Registration,
    State,
    Status,
)
from bot.ekyc.sweep import sweep_log

__all__ = [
    "QUESTION_OF",
    "EkycBusy",
    "EkycClient",
    "EkycCrashed",
    "EkycDenied",
    "EkycDuplicate",
    "EkycElsewhere",
    "EkycError",
    "EkycMisunderstood",
    "EkycNobodyShown",
    "EkycNotFound",
    "EkycOutcomeUnknown",
    "EkycRefused",
    "EkycUnavailable",
    "EkycUntrusted",
    "FieldScore",
    "LogPage",
    "LogRow",
    "LogSweep",
    "Picture",
    "Reading",
    "Registration",
    "State",
    "Status",
    "sweep_log",
]
