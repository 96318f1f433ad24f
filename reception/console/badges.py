"""Small coloured words in lists."""

from django.utils.html import format_html
from django.utils.safestring import SafeString


def badge(text, tone: str) -> SafeString:
    """Return ``text`` in a tone: ``good``, ``warn``, ``bad``, ``info`` or ``plain``."""
    return format_html('<span class="badge badge-{}">{}</span>', tone, text)
