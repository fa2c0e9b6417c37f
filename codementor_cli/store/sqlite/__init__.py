"""The store in SQLite. All of ``sqlite3`` is here."""
