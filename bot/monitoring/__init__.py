"""Shows an operator's tools how the bot fares: health, metrics and reports of errors."""
