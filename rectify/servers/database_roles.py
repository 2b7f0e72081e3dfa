"""The database and its roles: the owner migrates, those that serve and draw figures own nothing."""

from __future__ import annotations

import psycopg
from psycopg import sql

from rectify.servers.postgres import SUPERUSER, Postgres

OWNER = "rectify_owner"
APP = "rectify_app"
BI = "rectify_bi"  # reads the views for BI tools
DATABASE = "rectify"


def prepare(server: Postgres, database: str = DATABASE) -> None:
    """Make the roles and the database where they are missing; safe to repeat."""
    with psycopg.connect(server.url(SUPERUSER, "postgres"), autocommit=True) as connection:
        for role in (OWNER, APP, BI):
            _role(connection, role)
        _database(connection, database, server.version)


def _role(connection: psycopg.Connection, role: str) -> None:
    if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
        return
    statement = "CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS"
    connection.execute(sql.SQL(statement).format(sql.Identifier(role)))


def _database(connection: psycopg.Connection, name: str, version: int) -> None:
    if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
        return
    locale = (
        "LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C'"
        if version >= 17
        else "LOCALE 'C.UTF-8'"
    )
    statement = f"CREATE DATABASE {{}} OWNER {{}} TEMPLATE template0 ENCODING 'UTF8' {locale}"
    connection.execute(sql.SQL(statement).format(sql.Identifier(name), sql.Identifier(OWNER)))
