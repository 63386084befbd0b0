"""The set of steps that an encrypted file takes, in the order in which they are registered."""

from sqlite_utils import Migrations

MIGRATIONS = Migrations("onboarding")
