"""The client of the Bot API: updates in as values, calls out, errors that say what to do."""
