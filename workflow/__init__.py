"""The domain: list types, machines, commands and queries; knows no Flask, Redis or SMTP."""
