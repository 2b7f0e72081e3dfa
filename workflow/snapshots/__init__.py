"""Snapshots: the organisation and its policies, cached in the process by version."""
