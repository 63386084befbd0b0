"""Makes the parts of the bot as the settings say, for whoever runs them."""
