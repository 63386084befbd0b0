"""The languages of all texts; Bangla comes first."""

LANGUAGES = ("bn", "en")
