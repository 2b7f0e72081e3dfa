"""The web server: whole requests in, whole answers out, and no thread waits for a client."""
