"""Visits: who comes, with which letter, when, and how far the file has gone."""
