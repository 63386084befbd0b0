"""Photos prepared, judged and cropped: bytes in, bytes out."""
