"""The audit trail: how events are hashed, sealed and proven, also without the application."""
