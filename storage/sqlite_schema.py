"""The schema of an encrypted file: the steps that it has had, and those that it lacks.

The steps themselves are in storage/migrations. They need sqlite-utils, which takes a tenth of a
start and 4 MB, so it is imported only for a file that lacks one.
"""

from storage.sqlite import SqliteDatabase

#: The names of all steps of this program, in their order.
STEPS = (
    "m001_people",
    "m002_applications",
    "m003_what_is_owed",
    "m004_updates",
    "m005_troubles",
    "m006_audit",
    "m007_standing",
    "m008_retention",
    "m009_service_tokens",
    "m010_examples",
    "m011_own_numbers",
    "m012_audit_is_not_replaced",
    "m013_closed",
    "m014_inviters",
    "m015_lists_of_agents",
    "m016_waiting_updates",
    "m017_search",
    "m018_times_and_heads",
    "m019_plans",
    "m020_attempts",
    "m021_hints",
    "m022_unfinished",
    "m023_seen",
    "m024_open_invitations",
    "m025_evening_reports",
    "m026_announcements",
    "m027_owed_at",
    "m028_forwardable_messages",
    "m029_confirmations",
    "m030_searches",
    "m031_common_subset",
    "m032_outbox_kinds",
    "m033_keyed_digests",
    "m034_begun_by",
    "m035_masked_messages",
    "m036_kept_news",
    "m037_answers_only",
)


def applied_steps(database: SqliteDatabase) -> frozenset[str]:
    """The names of the steps that the file has had; another version may know more."""
    if not database.row("select 1 from sqlite_master where name = '_sqlite_migrations'"):
        return frozenset()
    rows = database.rows("select name from _sqlite_migrations where migration_set = 'onboarding'")
    return frozenset(name for (name,) in rows)


def apply_missing_steps(database: SqliteDatabase) -> None:
    """Bring the schema up to date; the caller holds a transaction."""
    if applied_steps(database).issuperset(STEPS):
        return
    from storage.light_import import sqlite_utils  # noqa: PLC0415 - see above
    from storage.migrations import MIGRATIONS  # noqa: PLC0415 - see above

    MIGRATIONS.apply(sqlite_utils.Database(database.connection))
