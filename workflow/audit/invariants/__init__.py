"""What must always hold, looked for by a job that trusts none of the code that keeps it."""
