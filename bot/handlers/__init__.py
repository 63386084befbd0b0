"""What an update leads to: routing, commands, button presses."""
