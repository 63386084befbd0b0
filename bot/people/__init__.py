"""The people who may work with the bot: invited, enrolled, suspended, handed over."""
