"""The pages of coverage: people × certificates, and the places not covered."""

from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminSelectWidget

from compliance.coverage import Need, Standing, posts_asked, standings, working
from compliance.models import Certificate, StaffMember
from compliance.places import Places
from reception.access.scope import may, visible, with_lower_offices
from reception.accounts.models import Office
from reception.console.inputs import DayInput
from venues.models import Venue

Status = Certificate.Status
PER_PAGE = 50
NAMED = 12  # people of a place who are named
# Colour alone tells nothing: each status has a sign and a word beside it.
LOOKS = {
    Status.VALID: ("✓", "good"),
    Status.EXPIRING: ("!", "warn"),
    Status.EXPIRED: ("✗", "bad"),
    Status.NOT_YET: ("…", "bad"),
    Status.SUSPENDED: ("‖", "bad"),
    Status.REVOKED: ("✗", "bad"),
    None: ("○", "bad"),
}


class AskForm(forms.Form):
    """For which day, place and post the matrix is asked; all may be left as it is."""

    day = forms.DateField(label=gettext_lazy("day"), widget=DayInput, required=False)
    office = forms.ModelChoiceField(
        Office.objects.none(),
        label=gettext_lazy("office and those below it"),
        required=False,
        empty_label=gettext_lazy("all in reach"),
        widget=UnfoldAdminSelectWidget,
    )
    venue = forms.ModelChoiceField(
        Venue.objects.none(),
        label=gettext_lazy("venue"),
        required=False,
        empty_label=gettext_lazy("all in reach"),
        widget=UnfoldAdminSelectWidget,
    )
    post = forms.ChoiceField(
        label=gettext_lazy("post"),
        required=False,
        choices=[("", gettext_lazy("every post")), *StaffMember.Post.choices],
        widget=UnfoldAdminSelectWidget,
    )
    lacking = forms.BooleanField(
        label=gettext_lazy("only people who lack something"), required=False
    )

    def __init__(self, data, user, today):
        super().__init__({"day": today.isoformat(), **data.dict()})
        for name, model in (("office", Office), ("venue", Venue)):
            rows = visible(user, "refer", model.objects.all())
            self.fields[name].queryset = rows
        self.today = today

    def asked(self) -> dict:
        """Return what was asked for; what makes no sense is left out."""
        self.is_valid()
        told = getattr(self, "cleaned_data", {})
        return {**told, "day": told.get("day") or self.today}

    def where(self, asked: dict) -> Q:
        """Return the condition on somebody's post and employer."""
        condition = Q(post__in=posts_asked())
        if office := asked.get("office"):
            offices = sorted(with_lower_offices([office.pk])[0])
            condition &= Q(office__in=offices) | Q(venue__office__in=offices)
        if venue := asked.get("venue"):
            condition &= Q(venue=venue)
        if post := asked.get("post"):
            condition &= Q(post=post)
        return condition


@dataclass(frozen=True, slots=True)
class Cell:
    """How a required certificate stands: a sign, a word, and where it leads."""

    kind: object
    sign: str
    word: str
    tone: str
    detail: str
    url: str = ""


def cell_of(need: Need, member: int, may_add: bool) -> Cell:
    """Return how ``need`` looks."""
    sign, tone = LOOKS[need.status]
    word = need.status.label if need.status else _("none held")
    if need.held is not None:
        url = reverse("admin:compliance_certificate_change", args=[need.held.pk])
        until = need.held.valid_until
        detail = until.isoformat() if until else _("no term")
        return Cell(need.kind, sign, word, tone, detail, url)
    new = {"holder": member, "kind": need.kind.pk}
    url = f"{reverse('admin:compliance_certificate_add')}?{urlencode(new)}"
    return Cell(need.kind, sign, word, tone, "", url if may_add else "")


def may_open(user) -> bool:
    """Whether the pages are for ``user``."""
    return may(user, "view", StaffMember) and may(user, "view", Certificate)


def _people(user):
    rows = visible(user, "view", StaffMember.objects.all())
    return rows.order_by("number", "pk")


def matrix_page(request):
    """Show person × required certificate on a day."""
    user = request.user
    if not may_open(user):
        raise PermissionDenied
    form = AskForm(request.GET, user, timezone.localdate())
    asked = form.asked()
    keys = working(_people(user), asked["day"], form.where(asked))
    keys = list(keys.values_list("pk", flat=True))
    if asked.get("lacking"):
        every = standings(keys, asked["day"])
        keys = [pk for pk in keys if every[pk].lacking]
    page = _page(request.GET.get("page", ""), len(keys))
    some = keys[(page - 1) * PER_PAGE : page * PER_PAGE]
    rows, kinds = _rows(some, asked["day"], may(user, "add", Certificate))
    context = {
        **admin.site.each_context(request),
        "title": _("Who holds what (matrix)"),
        "form": form,
        "day": asked["day"],
        "rows": rows,
        "kinds": kinds,
        "count": len(keys),
        "first": (page - 1) * PER_PAGE + 1,
        "last": (page - 1) * PER_PAGE + len(some),
        "before": _to(request, page - 1) if page > 1 else "",
        "after": _to(request, page + 1) if page * PER_PAGE < len(keys) else "",
        "legend": [(LOOKS[each], each.label) for each in Status]
        + [(LOOKS[None], _("none held"))],
        "files": reverse("reports:report", args=["certificate-matrix"]),
        "may_take": may(user, "export", Certificate),
    }
    return TemplateResponse(request, "compliance/matrix.html", context)


def _page(text: str, count: int) -> int:
    """Return the page that was asked for, if there is such a one."""
    last = max(1, -(-count // PER_PAGE))
    return next((n for n in range(1, last + 1) if str(n) == text), 1)


def _to(request, page: int) -> str:
    asked = request.GET.copy()
    asked["page"] = page
    return f"?{asked.urlencode()}"


def _rows(keys: list[int], on: date, may_add: bool) -> tuple[list, list]:
    """Return (person, posting, cells) of each, and the kinds that head the columns."""
    found = standings(keys, on)
    people = StaffMember.objects.in_bulk(keys)
    places = Places.of(each.posting for each in found.values())
    kinds = {need.kind for each in found.values() for need in each.needs}
    columns = sorted(kinds, key=lambda kind: kind.code)
    rows = []
    for pk in keys:
        needs = {need.kind: need for need in found[pk].needs}
        cells = [
            cell_of(needs[kind], pk, may_add) if kind in needs else None
            for kind in columns
        ]
        posting = found[pk].posting
        post = StaffMember.Post(posting.post).label
        rows.append((people[pk], post, places.name(posting), cells))
    return rows, columns


@dataclass(slots=True)
class Place:
    """An employer: how many must hold something, and who lacks some of it."""

    name: str
    url: str
    people: int = 0
    lacking: list[tuple[StaffMember, Standing]] = field(default_factory=list)

    @property
    def named(self) -> list:
        """The first of those who lack something, with the names of the kinds."""
        return [
            (member, [need.kind for need in standing.lacking])
            for member, standing in self.lacking[:NAMED]
        ]

    @property
    def more(self) -> int:
        """How many are not named."""
        return max(0, len(self.lacking) - NAMED)


def places_on(user, on: date) -> list[Place]:
    """Return the employers in reach whose staff lack something, the worst first."""
    people = list(working(_people(user), on).only("pk", "number", "name"))
    found = standings((member.pk for member in people), on)
    names = Places.of(each.posting for each in found.values())
    places: dict[tuple, Place] = {}
    for member in people:
        standing = found[member.pk]
        if not standing.needs:
            continue
        posting = standing.posting
        key = ("venue", posting.venue) if posting.venue else ("office", posting.office)
        if key not in places:
            asked = {"day": on.isoformat(), key[0]: key[1], "lacking": "on"}
            url = f"{reverse('coverage:matrix')}?{urlencode(asked)}"
            places[key] = Place(names.name(posting), url)
        places[key].people += 1
        if standing.lacking:
            places[key].lacking.append((member, standing))
    short = [place for place in places.values() if place.lacking]
    return sorted(short, key=lambda place: (-len(place.lacking), place.name))


def places_page(request):
    """List the offices and venues whose staff lack required certificates on a day."""
    user = request.user
    if not may_open(user):
        raise PermissionDenied
    form = AskForm(request.GET, user, timezone.localdate())
    for name in ("office", "venue", "post", "lacking"):
        del form.fields[name]
    day = form.asked()["day"]
    found = places_on(user, day)
    context = {
        **admin.site.each_context(request),
        "title": _("Places not covered"),
        "form": form,
        "day": day,
        "places": found,
        "count": sum(len(place.lacking) for place in found),
    }
    return TemplateResponse(request, "compliance/places.html", context)
