"""The running process: three loops around one synchronous decision."""
