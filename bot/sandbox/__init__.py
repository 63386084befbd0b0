"""The trial: a pretend eKYC service and a pretend Telegram, both strict, on this machine only.

This package is the *other* side of both wires. It shares no code with the bot, so that a misreading
of either protocol cannot cancel itself out.
"""
