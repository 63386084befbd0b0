"""What the peers ask: the same four questions that ours is measured with."""

QUESTIONS = (
    "Customer's mobile number?",
    "Profession?",
    "Nominee's name?",
    "The nominee's relation to the customer?",
)
ANSWERS = ("01712345678", "Business", "Ambia Khatun", "Mother")
THANKS = "Thank you."
