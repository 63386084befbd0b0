"""The peers' form: the same four questions that ours is measured with."""

QUESTIONS = (
    "Customer's mobile number?",
    "Profession?",
    "Nominee's name?",
    "The nominee's relation to the customer?",
)
_FURTHER_ANSWERS = ("Business", "Ambia Khatun", "Mother")
THANKS = "Thank you."


def answers(chat: int, form: int = 0) -> tuple[str, ...]:
    """The answers in that form of the chat; no two customers share a number."""
    return f"017{chat % 10_000:04}{form % 10_000:04}", *_FURTHER_ANSWERS
