"""Whole registrations while the bot dies, or its calls go wrong, at points that a seed chooses."""
