"""The form and its machine: what happened goes in, what to save, show and do comes out.

Nothing in this package reads a clock, draws a random number, opens a file or knows Telegram.
It speaks in text keys; `bot.texts` turns them into sentences.
"""
