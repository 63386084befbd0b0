"""References, by which people name an application."""

#: Letters and digits that are not confused when read aloud.
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
LENGTH = 8  # 31**8: cannot be guessed, and short enough to dictate


def read_reference(typed: str) -> str | None:
    """The reference that was typed; None for what cannot be one, such as most names."""
    reference = typed.strip().lower()
    is_one = len(reference) == LENGTH and set(reference) <= set(ALPHABET)
    return reference if is_one else None
