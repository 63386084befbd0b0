"""What an agent sees: each screen as text and buttons. Pure, no database."""
