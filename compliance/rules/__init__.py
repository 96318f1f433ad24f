"""The law as plain functions, each with its source; they know no database."""

from compliance.rules.registry import RULES, judge

__all__ = ["RULES", "judge"]
