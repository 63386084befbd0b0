"""The running process: three loops around one synchronous decision."""

__version__ = "0.4.0"  # the one place that states it
