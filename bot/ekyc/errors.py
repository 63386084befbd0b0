"""What can go wrong with the eKYC service, sorted by what the caller can do about it.

EkycError
├── EkycUnavailable      wait, then repeat the call: nothing took effect, or repeating is harmless
│   ├── EkycBusy         the same; the service does answer, and asks for a pause
│   ├── EkycCrashed      the same; it failed over this very call, perhaps not over others
│   └── EkycUntrusted    the same, and the operator must act: the certificate is not accepted
├── EkycOutcomeUnknown   submit only: look the application up, never repeat blindly
├── EkycRefused          the person must change what was sent; `reason` says what
│   └── EkycDuplicate    submit only: the service says that it has such an application already
├── EkycDenied           the operator must act: the token or the address is wrong
│   └── EkycElsewhere    the same, and it is the address: something else answers there
├── EkycNotFound         status only: the service clearly says that it has no such application
└── EkycMisunderstood    the reply has a shape we do not know; it proves nothing
    └── EkycNobodyShown  status only: a page of HTTP 404, or a success without any record

| HTTP                             | read_card, ask_status, list_log | submit            |
|----------------------------------|---------------------------------|-------------------|
| no connection                    | Unavailable                     | Unavailable       |
| certificate not accepted         | Untrusted                       | Untrusted         |
| time-out, cut connection         | Unavailable                     | OutcomeUnknown    |
| 401, 403                         | Denied                          | Denied            |
| 404 or 405 without a `status`    | Elsewhere (404 of ask_status:   | Elsewhere         |
|                                  | NotFound, or NobodyShown if     |                   |
|                                  | it is no JSON; of a later page  |                   |
|                                  | of the log: no rows)            |                   |
| 3xx                              | Elsewhere                       | OutcomeUnknown    |
| 429, 503 with Retry-After        | Busy                            | Busy              |
| 500                              | Crashed                         | OutcomeUnknown    |
| 408, other 5xx                   | Unavailable                     | OutcomeUnknown    |
| other 4xx                        | Refused (or NotFound)           | Refused (409:     |
|                                  |                                 | Duplicate)        |
| 2xx that is not understood       | Misunderstood                   | OutcomeUnknown    |

No message, attribute or chained cause of these carries the token or a customer's details.
"""


class EkycError(Exception):
    """The base of all errors that leave this package."""


class EkycUnavailable(EkycError):
    """Wait and repeat: nothing took effect, or the call is harmless to repeat."""

    def __init__(
        self, message: str, *, retry_after: float | None = None, is_own_pause: bool = False
    ) -> None:
        super().__init__(message)
        self.retry_after = retry_after  # seconds; None when the service named no time
        self.is_own_pause = is_own_pause  # nothing was sent: the service did not name the time


class EkycBusy(EkycUnavailable):
    """The service answers, but asks for a pause: it is not down."""


class EkycCrashed(EkycUnavailable):
    """The service failed over this call (HTTP 500); it may serve others.

    `is_alone`: the call of this kind just before, perhaps somebody else's, was served.
    """

    is_alone = False


class EkycUntrusted(EkycUnavailable):
    """The same, because the certificate is not accepted: the operator must act."""


class EkycOutcomeUnknown(EkycError):
    """The application may or may not have been accepted: look it up before anything else."""


class EkycRefused(EkycError):
    """The service understood the call and rejects these values."""

    def __init__(self, reason: str, code: int | None = None) -> None:
        super().__init__(f"The eKYC service refused: {reason}")
        self.reason = reason  # the service's own words, shortened, personal data replaced by "…"
        self.code = code  # status_code of later servers: 5001–5005 bad request, 6001–6003 refused


class EkycDuplicate(EkycRefused):
    """The service has such an application already, perhaps from an earlier attempt of ours."""


class EkycDenied(EkycError):
    """The service rejects all calls until the operator corrects the token or address."""

    def __init__(
        self, message: str, *, refusal: EkycRefused | None = None, names_token: bool = False
    ) -> None:
        super().__init__(message)
        self.refusal = refusal  # what it means if other calls show that it is only this one
        self.names_token = names_token  # so it is about more than one card or application


class EkycElsewhere(EkycDenied):
    """The service is not at the configured address; `refusal` is what a reply in JSON says."""


class EkycNotFound(EkycError):
    """The service clearly denies having an application for this mobile number."""


class EkycMisunderstood(EkycError):
    """The reply has a shape we do not know, so nothing can be concluded from it."""


class EkycNobodyShown(EkycMisunderstood):
    """The status call shows a page of HTTP 404, of an unknown number or address, or a success
    without any record.
    """
