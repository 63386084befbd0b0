"""Numbers and tables about many applications."""
