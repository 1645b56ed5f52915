"""Trials of `benchmarks/faults.py`: each breaks something on purpose and looks at what is left."""
