"""The one way an application changes: decide, save, record, owe what follows."""
