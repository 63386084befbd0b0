"""What supervisors and admins do in the chat; agents never come here."""
