"""The error of settings that keep the bot from starting."""


class SettingsInvalid(ValueError):
    """The bot cannot start; each of `problems` names a key, what is wrong, and an example.

    No problem contains a value, because it may be a secret in the wrong place.
    """

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems
