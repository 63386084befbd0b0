"""The way out to both services."""

from bot.runtime.egress import Egress
from bot.settings.settings import Settings


def egress_of(settings: Settings) -> Egress:
    return Egress(proxy=settings.https_proxy, certificates=settings.ssl_cert_file)
