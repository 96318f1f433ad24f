"""Small coloured words in lists."""

from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString


def badge(text, tone: str) -> SafeString:
    """Return ``text`` in a tone: ``good``, ``warn``, ``bad``, ``info`` or ``plain``."""
    return _badge(str(text), tone)


@lru_cache(maxsize=512)  # the same few words stand in every row
def _badge(text: str, tone: str) -> SafeString:
    return format_html('<span class="badge badge-{}">{}</span>', tone, text)
