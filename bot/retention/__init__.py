"""Loop 4: erases what has been kept long enough."""
