"""One story per role, told through a browser."""
