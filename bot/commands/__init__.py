"""What an operator does from the command line, one file for each command."""
