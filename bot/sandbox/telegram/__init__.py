"""A pretend Telegram: a strict local Bot API server with people who chat through it."""

from bot.sandbox.telegram.app import build_app

__all__ = ["build_app"]
