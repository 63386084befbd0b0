"""Whole registrations while the bot is killed or its calls fail, at points chosen by a seed."""
