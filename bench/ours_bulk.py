"""Rectify, in bulk: all items of a round in one call of ``commands.decide``."""

from bench.ours import opened
from bench.peers import harness


def main() -> None:
    """Take part."""
    clerk, numbers = opened()
    harness.serve_rounds(lambda items: clerk.assign_all([numbers[item] for item in items]))


if __name__ == "__main__":
    main()
