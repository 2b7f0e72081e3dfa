"""HTTP in, HTTP out: pages, the API, sign-in; all decisions are made in ``workflow``."""
