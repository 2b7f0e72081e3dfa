"""Operations: the schema and its migrations, health, heartbeats and retention."""
