"""Loop 1: takes updates in, each exactly once."""
