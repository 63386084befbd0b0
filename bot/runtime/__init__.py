"""What keeps one process alive, alone and stoppable."""
