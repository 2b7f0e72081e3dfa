"""Tests of the benchmark itself; none of them is about speed."""
