"""Who may do what to which record: the only module that talks to guardian's tables.

A role grants actions; a grant row gives reach of a place, or names one record.
``visible`` is the question; ``can`` is the same question about one row.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db.models import F, Model, Q, QuerySet, Value
from django.utils import timezone

from reception.access.models import Grant, OfficeShare, RoleGrant, UserGrant
from reception.accounts.models import Office

# Rights that carry another: whoever may change may look.
IMPLIED_BY = {"view": ("view", "change")}
# What a share of one record allows, beside the record itself and its parts.
SHARED = {"view": ("view", "change"), "change": ("change",)}
SHARED_PARTS = {**SHARED, "add": ("change",), "delete": ("change",)}


@dataclass(frozen=True, slots=True)
class Reach:
    """The places and single records a user reaches, as primary keys.

    ``records`` holds, per model, the keys granted under each codename.
    """

    everything: bool = False
    offices: frozenset[int] = frozenset()
    records: Mapping[type[Model], Mapping[str, frozenset[int]]] = field(
        default_factory=dict
    )

    def ids(self, model: type[Model], codenames: Iterable[str]) -> set[int]:
        """Return the keys of ``model`` granted under any of ``codenames``."""
        granted = self.records.get(model, {})
        return {pk for name in codenames for pk in granted.get(name, ())}


def codename(model: type[Model], action: str) -> str:
    """Return the name of the right to ``action`` on ``model``."""
    return f"{action}_{model._meta.model_name}"


def right(model: type[Model], action: str) -> str:
    """Return the full name of the right, ``app.action_model``."""
    return f"{model._meta.app_label}.{codename(model, action)}"


@cache
def grant_models() -> tuple[type[Grant], ...]:
    """Return the tables of grants, those on offices first."""
    found = [model for model in apps.get_models() if issubclass(model, Grant)]
    return tuple(sorted(found, key=lambda model: granted_model(model) is not Office))


def granted_model(grants: type[Grant]) -> type[Model]:
    """Return the model whose records ``grants`` grants."""
    return grants._meta.get_field("content_object").related_model


def in_force(at: datetime) -> Q:
    """Return the condition that a grant has not lapsed at ``at``."""
    return Q(expires_at__isnull=True) | Q(expires_at__gt=at)


def _keys(grants: type[Grant], user, offices: Iterable[int], at: datetime) -> QuerySet:
    """Return (table, codename, key) of the grants in ``grants`` that ``user`` holds."""
    if issubclass(grants, UserGrant):
        held = Q(user=user)
    elif issubclass(grants, RoleGrant):
        held = Q(group__user=user)
    else:
        held = Q(office__in=sorted(offices))
    return (
        grants._default_manager.filter(held, in_force(at))
        .order_by()
        .values_list(
            Value(grants._meta.label), F("permission__codename"), F("content_object")
        )
    )


def _collect(tables: Iterable[type[Grant]], user, offices, at):
    """Return the grants that ``user`` holds in ``tables``, in one query."""
    queries = [_keys(grants, user, offices, at) for grants in tables]
    if not queries:
        return []
    return list(queries[0].union(*queries[1:], all=True))


def with_lower_offices(roots: Iterable[int]) -> tuple[set[int], int]:
    """Return the offices at and below ``roots``, and how many there are in all."""
    below, total = defaultdict(list), 0
    for pk, parent in Office.objects.order_by().values_list("pk", "parent"):
        below[parent].append(pk)
        total += 1
    found, queue = set(), list(roots)
    while queue:
        pk = queue.pop()
        if pk not in found:
            found.add(pk)
            queue.extend(below[pk])
    return found, total


def read_reach(user, at: datetime) -> Reach:
    """Read from the database what ``user`` reaches at ``at``, in three queries."""
    if not user.is_active:
        return Reach()
    if user.is_superuser:
        return Reach(everything=True)
    place_tables = [m for m in grant_models() if granted_model(m) is Office]
    roots = {key for *_, key in _collect(place_tables, user, (), at)}
    offices, total = with_lower_offices(roots) if roots else (set(), -1)
    records: dict = defaultdict(lambda: defaultdict(set))
    others = [m for m in grant_models() if m not in place_tables]
    for label, name, key in _collect(others, user, offices, at):
        table = apps.get_model(label)
        model = granted_model(table)
        # A share with an office lets its people do what their role does anyway.
        if issubclass(table, OfficeShare) and not user.has_perm(
            f"{model._meta.app_label}.{name}"
        ):
            continue
        records[model][name].add(key)
    return Reach(
        everything=len(offices) == total,
        offices=frozenset(offices),
        records={
            model: {name: frozenset(keys) for name, keys in names.items()}
            for model, names in records.items()
        },
    )


def reach_of(user) -> Reach:
    """Return what ``user`` reaches now; read once for a user object's life.

    A request loads its user anew, so a grant given or taken counts from the
    next request on.
    """
    reach = getattr(user, "_reach", None)
    if reach is None:
        reach = user._reach = read_reach(user, timezone.now())
    return reach


def forget_reach(user) -> None:
    """Let the next question read grants and rights anew."""
    for name in ("_reach", "_perm_cache", "_group_perm_cache", "_user_perm_cache"):
        if hasattr(user, name):  # a request's user is a wrapper without attributes
            delattr(user, name)


def paths_of(model: type[Model]) -> tuple[str, ...]:
    """Return ``model``'s paths to its places.

    Raises:
        ImproperlyConfigured: the model does not say where it belongs.
    """
    if model is Office:
        return ()
    try:
        return model.access_paths
    except AttributeError as error:
        raise ImproperlyConfigured(
            f"{model._meta.label} has no access_paths."
        ) from error


def belongs_nowhere(model: type[Model]) -> bool:
    """Whether the role alone decides about ``model``."""
    return model is not Office and not paths_of(model)


def _at_places(model: type[Model], reach: Reach, prefix: str = "") -> Q:
    """Return the condition that a record stands at a place in reach."""
    if model is Office:
        return Q(**{f"{prefix}pk__in": sorted(reach.offices)})
    condition = Q()
    if getattr(model, "is_place", False):
        keys = reach.ids(model, [codename(model, "reach")])
        if keys:
            condition |= Q(**{f"{prefix}pk__in": sorted(keys)})
    for path in paths_of(model):
        target = model._meta.get_field(path).related_model
        condition |= _at_places(target, reach, f"{prefix}{path}__")
    return condition


def _by_share(
    model: type[Model], reach: Reach, action: str, prefix: str = "", part: bool = False
) -> Q:
    """Return the condition that the record, or what it is part of, is shared."""
    condition = Q()
    if model is Office or not reach.records:
        return condition
    allowed = (SHARED_PARTS if part else SHARED).get(action, ())
    keys = reach.ids(model, [codename(model, name) for name in allowed])
    if keys:
        condition |= Q(**{f"{prefix}pk__in": sorted(keys)})
    for path in paths_of(model):
        target = model._meta.get_field(path).related_model
        condition |= _by_share(target, reach, action, f"{prefix}{path}__", part=True)
    return condition


def _holds(user, action: str, model: type[Model]) -> bool:
    """Whether a role of ``user`` grants ``action`` on ``model``."""
    if action == "refer":  # to name it in another record
        if getattr(model, "open_to_reference", False):
            return True
        action = "view"
    names = IMPLIED_BY.get(action, (action,))
    return any(user.has_perm(right(model, name)) for name in names)


def _narrowed(user, queryset: QuerySet, holds: bool, shared: Q) -> QuerySet:
    """Return the rows at places in reach, if the role holds, and the shared ones."""
    model, reach = queryset.model, reach_of(user)
    if holds and (reach.everything or belongs_nowhere(model)):
        return queryset
    condition = _at_places(model, reach) | shared if holds else shared
    return queryset.filter(condition) if condition else queryset.none()


def visible(user, action: str, queryset: QuerySet) -> QuerySet:
    """Return the records of ``queryset`` on which ``user`` may do ``action``.

    A user who reaches everything gets ``queryset`` back as it is. To export a
    shared record takes the role's right as well; to ``refer`` to a record is to
    name it in another one.
    """
    if not user.is_active:
        return queryset.none()
    model = queryset.model
    holds = _holds(user, action, model)
    if action == "export":
        shared = _by_share(model, reach_of(user), "view") if holds else Q()
    else:
        shown = "view" if action == "refer" else action
        shared = _by_share(model, reach_of(user), shown)
    return _narrowed(user, queryset, holds, shared)


def placed(user, action: str, queryset: QuerySet) -> QuerySet:
    """Return the records on which ``user`` may do ``action`` by role and place.

    Shares do not count: they neither move a record on nor take it elsewhere.
    """
    if not user.is_active:
        return queryset.none()
    return _narrowed(user, queryset, _holds(user, action, queryset.model), Q())


def can_part(user, action: str, part: type[Model], whole: Model) -> bool:
    """Whether ``user`` may add, change or delete such parts of ``whole``."""
    if not user.is_active:
        return False
    rows = type(whole)._default_manager.filter(pk=whole.pk)
    shared = _by_share(type(whole), reach_of(user), action, part=True)
    return _narrowed(user, rows, _holds(user, action, part), shared).exists()


def can(user, action: str, record: Model) -> bool:
    """Whether ``user`` may do ``action`` to ``record``: ``visible`` on one row."""
    rows = type(record)._default_manager.filter(pk=record.pk)
    return visible(user, action, rows).exists()


def can_at_place(user, action: str, record: Model) -> bool:
    """Whether ``user`` may do ``action`` to ``record`` without any share."""
    rows = type(record)._default_manager.filter(pk=record.pk)
    return placed(user, action, rows).exists()


def may(user, action: str, model: type[Model]) -> bool:
    """Whether there may be records of ``model`` on which ``user`` can do ``action``."""
    if not user.is_active:
        return False
    if _holds(user, action, model):
        return True
    return action != "export" and bool(_by_share(model, reach_of(user), action))
