"""The parts of benchmarks/learning.py: data, learning curves, order of reading, speed."""
