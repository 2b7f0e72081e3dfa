"""HTTP in, HTTP out: pages, the API, sign-in. It asks ``workflow`` and decides nothing itself."""
