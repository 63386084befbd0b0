"""Settings: read, checked, read again on SIGHUP."""
