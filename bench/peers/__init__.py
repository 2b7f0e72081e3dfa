"""The peers: each makes the same durable decision with its own stack, as its manual advises."""
