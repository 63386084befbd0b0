"""A chat in values: what comes in, what goes out, what buttons carry. Pure."""
