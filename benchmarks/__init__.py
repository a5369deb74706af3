"""Measurements of the log beside what it is measured against: `python -m benchmarks`."""
