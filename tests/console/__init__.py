"""Tests of the console's own pages."""
