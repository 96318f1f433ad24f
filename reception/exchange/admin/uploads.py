"""Uploads over the limit, refused before they are read."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from reception.exchange.reading import Unreadable, check_size

BESIDE = 1 << 16  # bytes of a form beside its file


def measured(view: Callable) -> Callable:
    """Return ``view`` behind a gate that takes no file over the limit.

    The token against forged requests stands in the body: to look for it is to take
    all of it in, from anybody. Here it is looked for when the length is known.
    """
    protected = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def gate(request, *args, **kwargs):
        length = int(request.META.get("CONTENT_LENGTH") or 0)
        try:
            check_size(length - BESIDE)
        except Unreadable as refused:
            messages.error(request, str(refused))
            return HttpResponseRedirect(request.get_full_path())
        return protected(request, *args, **kwargs)

    return gate
