"""The platform: settings, connections, prepared statements, tables and the zip guard."""
