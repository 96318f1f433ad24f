"""How far a visit's file has gone; the moves stand in ``visits.moves``."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """The states of a visit."""

    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    APPROVED = "approved", _("approved")
    REFUSED = "refused", _("refused")
    READY = "ready", _("ready")
    UNDER_WAY = "under_way", _("under way")
    COMPLETED = "completed", _("completed")
    SETTLED = "settled", _("settled")
    ARCHIVED = "archived", _("archived")
    CANCELLED = "cancelled", _("cancelled")
    MERGED = "merged", _("merged")


GRANTED = (State.APPROVED, State.READY, State.UNDER_WAY, State.COMPLETED)
GRANTED = (*GRANTED, State.SETTLED, State.ARCHIVED)  # somebody has said yes
DECIDED = (State.REFUSED, *GRANTED)
ENDED = (State.CANCELLED, State.MERGED)  # nobody comes any more
COMING = (State.APPROVED, State.READY, State.UNDER_WAY)
CLOSED = (State.SUBMITTED, State.COMPLETED, State.SETTLED, State.ARCHIVED, *ENDED)
