"""How far a reception list has gone, and the moves that take it further."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from reception.workflow import Move
from visits.listing import content_of, fingerprint_of, gaps


class ListState(models.TextChoices):
    """The states of a reception list."""

    DRAFT = "draft", _("being filled in")
    SIGNED = "signed", _("signed")


def is_filled_in(record, by, at):
    """A list names guests, activities, companions and support staff (2025)."""
    lacking = gaps(record)
    if not lacking:
        return None
    return _("The list still lacks: %(gaps)s.") % {
        "gaps": _(", ").join(str(each) for each in lacking)
    }


def not_by_the_writer(record, by, at):
    """Whoever wrote the list does not sign it off."""
    if by.pk == record.entered_by_id:
        return _("You made this list; somebody else must sign it.")
    return None


def guests_came(record, by, at):
    """A list tells what was done; before the arrival there is nothing to sign."""
    if at < record.visit.arrives_at:
        return _("The guests have not arrived yet; a list tells what was done.")
    return None


def visit_is_open(record, by, at):
    """A settled or archived visit keeps its list."""
    return record.visit.closed_reason()


def stamp_signature(record, by, at, reason):
    """Note who signed, when, and what."""
    record.signed_by, record.signed_at = by, at
    record.content = content_of(record)
    record.fingerprint = fingerprint_of(record)
    return ["signed_by", "signed_at", "content", "fingerprint"]


def clear_signature(record, by, at, reason):
    """A list opened again is signed by nobody."""
    record.signed_by = record.signed_at = None
    record.content, record.fingerprint = {}, ""
    return ["signed_by", "signed_at", "content", "fingerprint"]


MOVES = {
    "sign": Move(
        label=_("Sign off"),
        sources={ListState.DRAFT},
        target=ListState.SIGNED,
        action="sign",
        guards=(visit_is_open, guests_came, not_by_the_writer, is_filled_in),
        stamp=stamp_signature,
        sees=fingerprint_of,
    ),
    "open": Move(
        label=_("Open again"),
        sources={ListState.SIGNED},
        target=ListState.DRAFT,
        action="sign",
        guards=(visit_is_open,),
        stamp=clear_signature,
        needs_reason=True,
    ),
}
