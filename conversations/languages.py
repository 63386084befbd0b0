"""The languages in which everything is said; Bangla comes first."""

LANGUAGES = ("bn", "en")
