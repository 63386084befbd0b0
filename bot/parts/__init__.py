"""Single parts of the bot, each as the settings say, for whoever runs them."""
