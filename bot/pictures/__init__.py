"""Photos made ready, judged and cut: bytes in, bytes out."""
