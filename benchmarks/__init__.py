"""Benchmarks, repeatable by `make bench`."""
