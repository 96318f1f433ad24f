"""SQLite for many writers; settings name this package as the database's engine."""
