"""Complaints from outside and objections: received, acknowledged, sealed, and made findings."""
