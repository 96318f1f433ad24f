"""What waits for whom today."""


def context(request, context):
    """Return the home page's context."""
    return context
