"""Benchmarks: ours, the peers and the limit, in one run on one machine."""
