"""What is wrong with an installation, and what cures it; safe while the bot runs."""
