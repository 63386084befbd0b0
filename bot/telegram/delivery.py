"""How Telegram delivers updates, as its getWebhookInfo says."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

import httpx
import msgspec


class _WebhookInfo(msgspec.Struct, frozen=True):
    """The Bot API's own, as far as it is of use here."""

    url: str
    pending_update_count: int
    last_error_date: int | None = None
    last_error_message: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """`url` is the webhook's, "" for none; its path may be a secret.

    `waiting` counts the updates that Telegram still holds, `failure` says what went wrong with the
    last failed post.
    """

    url: str = field(repr=False)
    waiting: int
    failed_at: datetime | None = None
    failure: str = ""

    @property
    def host(self) -> str:
        """The webhook's host, "" for none."""
        try:
            return httpx.URL(self.url).host or ("an unreadable address" if self.url else "")
        except httpx.InvalidURL:
            return "an unreadable address"

    def is_to(self, url: str) -> bool:
        """Whether updates are posted to that address, however it is written."""
        try:
            return _normal(self.url) == _normal(url)
        except httpx.InvalidURL:
            return False


def delivery_from(raw: object) -> Delivery:
    """Raises ValueError for what is no WebhookInfo."""
    try:
        info = msgspec.convert(raw, _WebhookInfo)
        seconds = info.last_error_date
        failed_at = None if seconds is None else datetime.fromtimestamp(seconds, UTC)
    except (msgspec.ValidationError, OverflowError, OSError):
        raise ValueError("no WebhookInfo") from None
    return Delivery(
        url=info.url,
        waiting=info.pending_update_count,
        failed_at=failed_at,
        failure=info.last_error_message,
    )


def _normal(url: str) -> str:
    return str(httpx.URL(url)).rstrip("/")
