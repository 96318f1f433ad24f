"""Panels of the administrator: who cannot work yet, and who has logged in."""

from datetime import timedelta

from django.db.models import Count, Exists, Max, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from reception.access.models import UserGrant
from reception.access.scope import (
    grant_models,
    granted_model,
    in_force,
    may,
    visible,
)
from reception.accounts.models import User
from reception.dashboard import days
from reception.dashboard.cards import (
    Asked,
    Card,
    Cell,
    Table,
    first_of,
    headings,
    listed,
    opened,
)
from reception.ledger.models import Entry, Kind

SHOWN = 10  # rows
FAILED_DAYS = 7


def unplaced(asked: Asked) -> Card:
    """Users who can do nothing: no role, or no place to use it at."""
    roles = User.groups.through.objects.filter(user=OuterRef("pk"))
    rows = visible(
        asked.user, "view", User.objects.filter(is_active=True, is_superuser=False)
    )
    rows = (
        rows.annotate(has_role=Exists(roles), has_place=_has_place(asked))
        .filter(Q(has_role=False) | Q(has_place=False))
        .select_related("office")
        .order_by("username")
    )
    found, total = first_of(rows, SHOWN)
    return Card(
        title=_("Cannot work yet"),
        icon="person_alert",
        wide=True,
        note=_("Users without a role or without a place"),
        table=Table(
            headings=[*headings(User, "name", "office"), _("Missing")],
            rows=[
                [
                    _name(user),
                    Cell(user.office or "—"),
                    Cell(_missing(user), tone="warn"),
                ]
                for user in found
            ],
            more=listed(User) if total > SHOWN else "",
        ),
        empty=_("Everybody has a role and a place."),
        waiting=total,
    )


def logins(asked: Asked) -> Card:
    """Who logged in last."""
    rows = visible(asked.user, "view", User.objects.filter(last_login__isnull=False))
    found = rows.select_related("office").order_by("-last_login")[:SHOWN]
    return Card(
        title=_("Last logins"),
        icon="login",
        wide=True,
        table=Table(
            headings=headings(User, "name", "office", "last_login"),
            rows=[
                [
                    _name(user),
                    Cell(user.office or "—"),
                    Cell(
                        days.date_text(timezone.localdate(user.last_login)),
                        detail=days.time_text(user.last_login),
                        fixed=True,
                    ),
                ]
                for user in found
            ],
        ),
        empty=_("Nobody has logged in."),
    )


def failed_logins(asked: Asked) -> Card | None:
    """The names that were refused in the last week; only for readers of the ledger."""
    if not may(asked.user, "view", Entry):
        return None
    since = asked.now - timedelta(days=FAILED_DAYS)
    rows = visible(
        asked.user, "view", Entry.objects.filter(kind=Kind.LOGIN_FAILED, at__gte=since)
    )
    found = (
        rows.order_by()
        .values_list("details__username")
        .annotate(times=Count("pk"), latest=Max("at"))
        .order_by("-latest")[:SHOWN]
    )
    return Card(
        title=_("Failed logins"),
        icon="lock_person",
        note=_("Last 7 days"),
        table=Table(
            headings=[_("Name tried"), _("Times"), _("Last")],
            rows=[
                [
                    Cell(name or "—"),
                    Cell(times, number=True),
                    Cell(days.moment_text(latest), fixed=True),
                ]
                for name, times, latest in found
            ],
        ),
        empty=_("No login failed."),
    )


def _has_place(asked: Asked) -> Q:
    """Return the condition that a user reaches an office or a venue now."""
    condition = Q(pk__in=[])
    for grants in grant_models():
        if getattr(granted_model(grants), "is_place", False):
            holder = "user" if issubclass(grants, UserGrant) else "group__user"
            held = grants.objects.filter(
                in_force(asked.now), **{holder: OuterRef("pk")}
            )
            condition |= Q(Exists(held))
    return condition


def _name(user: User) -> Cell:
    return Cell(user.name or user.username, url=opened(user), detail=user.username)


def _missing(user: User) -> str:
    if not user.has_role and not user.has_place:
        return _("role and place")
    return _("place") if user.has_role else _("role")
