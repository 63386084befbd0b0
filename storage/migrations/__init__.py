"""The schema, as steps that are never edited once released; times are seconds since 1970 UTC."""

from storage.migrations import m001_to_m011, m012_to_m019, m020_onwards
from storage.migrations.order import MIGRATIONS

__all__ = [
    "MIGRATIONS",
    "m001_to_m011",
    "m012_to_m019",
    "m020_onwards",
]
