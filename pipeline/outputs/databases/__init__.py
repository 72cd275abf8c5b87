"""The tables in SQLite, DuckDB and PostgreSQL, and questions to them."""
