"""Loop 3: carries the outbox to Telegram."""
