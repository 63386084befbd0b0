"""When to look for a verdict, and whose answer it is."""
