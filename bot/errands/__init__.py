"""Loop 2: carries out what is owed to the eKYC service."""
