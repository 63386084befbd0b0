"""sqlite-utils without numpy, which it imports where it finds it.

The trial's packages bring numpy, and the bot would load it for types that it never writes:
measured, a fifth of the start-up time and 11 MB.
"""

import sys

if "numpy" in sys.modules:
    import sqlite_utils
else:
    sys.modules["numpy"] = None  # type: ignore[assignment]  # the documented way to forbid it
    try:
        import sqlite_utils
    finally:
        del sys.modules["numpy"]

__all__ = ["sqlite_utils"]
