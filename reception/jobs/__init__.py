"""Long work outside the request, with progress."""
