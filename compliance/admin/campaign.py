"""The screen of campaigns, and the page on which one is planned."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.forms import inlineformset_factory
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from compliance import planning, scoring
from compliance.campaign_paper import summary
from compliance.exchange import CampaignResource
from compliance.models import (
    Campaign,
    CampaignRound,
    CampaignTeam,
    Checklist,
    ChecklistVersion,
    Finding,
    Inspection,
    StaffMember,
)
from reception.access.admin import ScopedRelatedFilter
from reception.access.scope import can, can_part, may, visible
from reception.accounts.models import Office
from reception.console import sending
from reception.console.admin import RecordAdmin
from venues.models import Venue

BLANK_ROWS = 2  # rows for what is to come, of rounds and of teams


class PlanForm(forms.ModelForm):
    """By which lists which venues are inspected."""

    class Meta:
        model = Campaign
        fields = ["lists", "venues"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        kind = Checklist.Kind.INSPECTION
        held = ChecklistVersion.objects.filter(campaigns=self.instance)
        in_force = ChecklistVersion.objects.in_force(kind)
        lists = ChecklistVersion.objects.filter(
            pk__in=[each.pk for each in (*in_force, *held)]
        )
        self.fields["lists"].queryset = lists.select_related("checklist")
        near = visible(user, "refer", Venue.objects.all())
        kept = Venue.objects.filter(pk__in=self.instance.venues.values("pk"))
        self.fields["venues"].queryset = (near | kept).distinct()


class RoundForm(forms.ModelForm):
    """One round with its days."""

    class Meta:
        model = CampaignRound
        fields = ["number", "starts_on", "ends_on"]
        widgets = {
            name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            for name in ("starts_on", "ends_on")
        }


class TeamForm(forms.ModelForm):
    """One team with its inspectors."""

    class Meta:
        model = CampaignTeam
        fields = ["name", "inspectors"]

    def __init__(self, *args, staff, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["inspectors"].queryset = staff


Rounds = inlineformset_factory(
    Campaign, CampaignRound, form=RoundForm, extra=BLANK_ROWS, can_delete=True
)
Teams = inlineformset_factory(
    Campaign, CampaignTeam, form=TeamForm, extra=BLANK_ROWS, can_delete=True
)


def inspectors_for(campaign, user):
    """Return the inspectors whom ``user`` may send out, and those already in a team."""
    post = StaffMember.Post.INSPECTOR
    near = visible(user, "refer", StaffMember.objects.filter(post=post, left_on=None))
    held = StaffMember.objects.filter(teams__campaign=campaign)
    return (near | held).distinct().order_by("number")


def plan_page(screen, request, campaign):
    """Show the plan of a campaign and what it calls for; save it, or make that."""
    may_plan = can(request.user, "change", campaign)
    may_make = may_plan and can_part(request.user, "add", Inspection, campaign)
    if request.method == "POST" and not may_plan:
        raise PermissionDenied
    if request.method == "POST" and "make" in request.POST:
        if not may_make:
            raise PermissionDenied
        return _make(screen, request, campaign)
    data = request.POST if request.method == "POST" else None
    forms_of_it = _forms(campaign, request.user, data)
    if data is not None and _are_valid(forms_of_it):
        with transaction.atomic():
            plan, *parts = forms_of_it
            plan.save(commit=False)  # the campaign's own columns are not the plan's
            plan.save_m2m()
            for each in parts:
                each.save()
        messages.success(request, _("The plan is saved; below is what it calls for."))
        return HttpResponseRedirect(f"{screen.page('plan', campaign.pk)}#calls")
    if data is not None:
        messages.error(request, _("The plan was not saved; mend what is marked."))
    may = {"may_plan": may_plan, "may_make": may_make}
    return _shown(screen, request, campaign, forms_of_it, may)


def _are_valid(forms_of_it) -> bool:
    """Whether all forms are valid; each is asked, so that each says what is wrong."""
    return {each.is_valid() for each in forms_of_it} == {True}


def _forms(campaign, user, data) -> list:
    """Return the forms of the plan: lists and venues, rounds, teams."""
    staff = inspectors_for(campaign, user)
    return [
        PlanForm(data, instance=campaign, user=user),
        Rounds(data, instance=campaign, prefix="rounds"),
        Teams(data, instance=campaign, prefix="teams", form_kwargs={"staff": staff}),
    ]


def _make(screen, request, campaign):
    """Make the inspections that the plan lacks and say how many."""
    made = len(planning.make_inspections(campaign, on=timezone.localdate()))
    if made:
        told = ngettext(
            "%(count)s inspection is made.", "%(count)s inspections are made.", made
        )
        messages.success(request, told % {"count": made})
    else:
        messages.info(request, _("Nothing was missing; no inspection is made."))
    return HttpResponseRedirect(f"{screen.page('plan', campaign.pk)}#calls")


def _shown(screen, request, campaign, forms_of_it, may):
    """Return the page."""
    form, rounds, teams = forms_of_it
    found = planning.proposal(campaign, timezone.localdate())
    venues = _with_choice(form, "venues", "office")
    listed = reverse("admin:compliance_inspection_changelist")
    done = campaign.inspections.order_by().values("pk")
    return screen.answer(
        request,
        "compliance/plan.html",
        campaign,
        title=_("Plan of %(campaign)s") % {"campaign": campaign},
        campaign=campaign,
        form=form,
        rounds=rounds,
        teams=teams,
        venues=venues,
        kinds=Venue.Kind,
        offices=Office.objects.filter(pk__in={venue.office_id for venue, _c in venues}),
        found=found,
        lists=_with_choice(form, "lists", "checklist"),
        scores=_scores(campaign, done),
        inspections=f"{listed}?campaign__id__exact={campaign.pk}",
        **may,
    )


def _with_choice(form, name: str, related: str) -> list[tuple]:
    """Return what a field offers, each with whether it is chosen."""
    chosen = {str(getattr(each, "pk", each)) for each in form[name].value() or ()}
    offered = form.fields[name].queryset.select_related(related)
    return [(each, str(each.pk) in chosen) for each in offered]


def _scores(campaign, inspections) -> list[tuple]:
    """Return each list with its score over the campaign, then each venue with its."""
    by_list, by_venue = scoring.by_list(inspections), scoring.by_venue(inspections)
    lists = ChecklistVersion.objects.filter(pk__in=by_list).select_related("checklist")
    venues = Venue.objects.filter(pk__in=by_venue)
    return [
        (_("By checklist"), [(each.checklist, by_list[each.pk]) for each in lists]),
        (_("By venue"), [(each, by_venue[each.pk]) for each in venues]),
    ]


def summary_page(screen, request, campaign):
    """Send the summary of the campaign's findings in reach as a Word document."""
    mine = Finding.objects.filter(inspection__campaign=campaign)
    seen, now = visible(request.user, "export", mine.order_by()), timezone.now()
    if not may(request.user, "export", Finding):
        raise PermissionDenied
    return sending.word(
        request,
        campaign,
        _("Summary of %(name)s") % {"name": campaign},
        summary(campaign, seen, str(request.user), now),
        rows=seen.count(),
        at=now,
    )


@admin.register(Campaign)
class CampaignAdmin(RecordAdmin):
    """Campaigns of inspections."""

    resource_class = CampaignResource
    record_pages = {"plan": plan_page, "summary": summary_page}
    list_display = ["number", "name", "office", "starts_on", "ends_on"]
    list_filter = [("office", ScopedRelatedFilter)]
    list_select_related = ["office"]
    search_fields = ["number", "name"]
    fields = ["name", ("office", "number"), ("starts_on", "ends_on"), "purpose"]

    def tools(self, request, record):
        """Lead to the plan and to the inspections."""
        listed = reverse("admin:compliance_inspection_changelist")
        url = f"{listed}?campaign__id__exact={record.pk}"
        return [
            {
                "label": gettext_lazy("Plan"),
                "icon": "event_note",
                "url": self.page("plan", record.pk),
            },
            {
                "label": gettext_lazy("Its inspections"),
                "icon": "fact_check",
                "url": url,
            },
            {
                "label": gettext_lazy("Summary"),
                "icon": "summarize",
                "url": self.page("summary", record.pk),
            },
        ]

    def response_post_save_add(self, request, obj):
        """Lead to the plan of a new campaign."""
        return HttpResponseRedirect(self.page("plan", obj.pk))
