"""The pages, one module for each; what they may show and do is decided in ``workflow``."""
