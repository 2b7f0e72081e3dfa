"""Benchmarks: ours, the peers and the limit, in one run on one machine."""

from workflow import profession
from workflow.declaration.packs import register

register(profession.load)
