"""The base of screens on which parts of a visit are entered from its page."""

from django.db.models import Max
from django.http import HttpResponseRedirect
from django.urls import reverse

from reception.access.admin import is_key
from reception.access.scope import visible
from reception.console.admin import RecordAdmin
from visits.models import Visit


class PartAdmin(RecordAdmin):
    """A screen on which a part of a visit is entered from the visit's page."""

    back_to = "change"  # the page of the visit to which saving leads

    def visit_of(self, request):
        """Return the visit from whose page the user came, if it is in reach."""
        key = request.GET.get("visit", "")
        if not is_key(key):
            return None
        return visible(request.user, "refer", Visit.objects.filter(pk=key)).first()

    def known(self, visit) -> dict:
        """Return what a new part of ``visit`` begins with: the next line."""
        parts = self.model.objects.filter(visit=visit)
        return {"line": (parts.aggregate(last=Max("line"))["last"] or 0) + 1}

    def get_changeform_initial_data(self, request):
        """Begin with what the visit tells."""
        visit = self.visit_of(request)
        known = self.known(visit) if visit else {}
        return {**known, **super().get_changeform_initial_data(request)}

    def response_post_save_add(self, request, obj):
        """Lead back to the visit from whose page the user came."""
        if visit := self.visit_of(request):
            return HttpResponseRedirect(_page(self.back_to, visit.pk))
        return super().response_post_save_add(request, obj)


def _page(name: str, pk: int) -> str:
    return reverse(f"admin:visits_visit_{name}", args=[pk])
