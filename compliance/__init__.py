"""Compliance: audits of venues with their findings; staff and their certificates."""
