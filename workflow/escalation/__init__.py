"""Lateness climbs the ladder: swept up, held back by the breaker, foretold, and reported."""
