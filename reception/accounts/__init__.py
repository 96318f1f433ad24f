"""People, offices and roles."""
