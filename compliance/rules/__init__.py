"""The law as plain functions, each with its source; they know no database."""
