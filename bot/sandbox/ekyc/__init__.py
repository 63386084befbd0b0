"""A pretend Giga Tech eKYC service: the API document, version 1.07, imitated on this machine."""

from bot.sandbox.ekyc.server import build_app

__all__ = ["build_app"]
