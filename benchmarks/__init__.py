"""What was measured, to be measured again."""
