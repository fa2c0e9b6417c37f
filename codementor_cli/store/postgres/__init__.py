"""The store in PostgreSQL. All of ``psycopg`` is here."""
