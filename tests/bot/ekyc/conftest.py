"""How Hypothesis runs here."""

from hypothesis import settings

# A machine that is busy with other tests makes single examples slow, which says nothing of them.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
