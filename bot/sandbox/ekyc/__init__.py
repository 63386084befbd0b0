"""A pretend Giga Tech eKYC service: the API document, version 1.07, imitated on this machine."""

from bot.sandbox.ekyc.server import ReaderMissingError, build_app

__all__ = ["ReaderMissingError", "build_app"]
