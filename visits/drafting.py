"""Beginning plans and their versions: from a template, from nothing, from the last."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reception.access.scope import can, can_part, visible
from reception.accounts import numbering
from reception.ledger import writing
from visits.models import Plan, PlanSection, PlanTemplate, PlanVersion, Visit
from visits.plan_states import PlanState


class CannotWrite(Exception):
    """No version can be begun now; the text says why and is fit for the screen."""


def templates_for(visit: Visit, user):
    """Return the templates in use that serve the visit's category, in reach."""
    serving = PlanTemplate.objects.filter(
        is_active=True, category__in=("", visit.category)
    )
    return visible(user, "refer", serving)


def title_for(visit: Visit, template: PlanTemplate | None) -> str:
    """Return a title that the visit's plans do not have yet."""
    ending = template.name if template else _("Reception plan")
    longest = Plan._meta.get_field("title").max_length - len(ending) - 4
    title = wanted = f"{visit.title[:longest]}{ending}"
    taken, count = set(visit.plans.values_list("title", flat=True)), 1
    while title in taken:
        count += 1
        title = f"{wanted} {count}"
    return title


@transaction.atomic
def begin(visit: Visit, template: PlanTemplate | None, *, by, at: datetime):
    """Make a plan of ``visit`` and return its first version, in sections to be filled.

    Raises:
        PermissionDenied: ``by`` may not write plans of this visit.
        CannotWrite: the visit's file is closed.
    """
    # Held still, so that two clicks do not take one title.
    visit = Visit.objects.select_for_update(of=("self",)).get(pk=visit.pk)
    if not can_part(by, "add", Plan, visit):
        raise PermissionDenied
    if reason := visit.closed_reason():
        raise CannotWrite(reason)
    plan = Plan(
        visit=visit,
        title=title_for(visit, template),
        responsible=by,
        template=template,
    )
    numbering.assign([plan], timezone.localdate(at))
    plan.save(force_insert=True)
    return write_next(plan, by=by, at=at)


@transaction.atomic
def write_next(plan: Plan, *, by, at: datetime) -> PlanVersion:
    """Begin the plan's next version with the sections of the last, and return it.

    The first version begins with the sections of the plan's template, if it has one.

    Raises:
        PermissionDenied: ``by`` may not write versions of this plan.
        CannotWrite: a version is open, or the visit's file is closed.
    """
    plan = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    if not (can(by, "view", plan) and can_part(by, "add", PlanVersion, plan)):
        raise PermissionDenied
    if reason := plan.locked_reason():
        raise CannotWrite(reason)
    last = plan.last_version()
    if last is not None and last.state != PlanState.APPROVED:
        raise CannotWrite(
            _("Version %(ordinal)s is open; finish that one first.")
            % {"ordinal": last.ordinal}
        )
    version = PlanVersion(
        plan=plan, ordinal=last.ordinal + 1 if last else 1, written_by=by
    )
    version.number = version.number_of(version.ordinal)
    version.save(force_insert=True)
    sections = [
        PlanSection(
            version=version,
            line=each.line,
            heading=each.heading,
            hint=each.hint,
            body=getattr(each, "body", ""),
        )
        for each in _beginnings(plan, last)
    ]
    numbering.assign(sections, timezone.localdate(at))
    writing.create_all(sections)
    return version


def _beginnings(plan: Plan, last: PlanVersion | None) -> list:
    """Return the sections to copy: the last version's, or the template's."""
    if last is not None:
        return list(last.sections.all())
    return list(plan.template.sections.all()) if plan.template else []
