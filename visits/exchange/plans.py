"""The tables of plans, their versions and reviews, and of rehearsals."""

from django.utils.translation import gettext as _

from reception.exchange.importing import ImportRefused
from reception.exchange.resources import RecordResource
from visits.models import (
    Plan,
    PlanSection,
    PlanTemplate,
    PlanVersion,
    Rehearsal,
    RehearsalCheck,
    RehearsalFinding,
    RehearsalPoint,
    Remark,
    Review,
    TemplateSection,
)
from visits.models.plan import approval


class PlanTemplateResource(RecordResource):
    """Plan templates by number."""

    likeness = ("office", "name")

    class Meta:
        model = PlanTemplate
        fields = ["number", "office", "name", "category", "is_active"]


class TemplateSectionResource(RecordResource):
    """Sections of plan templates by template and line."""

    class Meta:
        model = TemplateSection
        fields = ["template", "line", "heading", "hint"]


class PlanResource(RecordResource):
    """Plans by number."""

    likeness = ("visit", "title")

    class Meta:
        model = Plan
        fields = ["number", "visit", "title", "responsible", "template"]

    def with_related(self, rows, columns=None):
        """Return the plans, each with whether a version of it is approved."""
        return super().with_related(rows, columns).annotate(is_approved=approval())


class PlanVersionResource(RecordResource):
    """Versions of plans by number; how far they have gone is never imported."""

    class Meta:
        model = PlanVersion
        fields = [
            "number",
            "plan",
            "ordinal",
            "note",
            "state",
            "round",
            "written_by",
            "approved_by",
            "approved_at",
        ]

    def with_related(self, rows, columns=None):
        """Return the versions with their visits, which close them."""
        return super().with_related(rows, columns).select_related("plan__visit")

    def before_create(self, record, user):
        """Note who wrote the version; somebody else must approve it."""
        record.written_by = user


class PlanSectionResource(RecordResource):
    """Sections of plans by number and version."""

    class Meta:
        model = PlanSection
        fields = ["number", "version", "line", "heading", "hint", "body", "characters"]

    def with_related(self, rows, columns=None):
        """Return the sections with their visits, which close them."""
        rows = super().with_related(rows, columns)
        return rows.select_related("version__plan__visit")


class ReviewResource(RecordResource):
    """Reviews by version, round and reviewer; opinions are exported, never imported."""

    class Meta:
        model = Review
        fields = ["version", "round", "reviewer", "state", "said_at"]

    def with_related(self, rows, columns=None):
        """Return the reviews with their visits, which close them."""
        rows = super().with_related(rows, columns)
        return rows.select_related("version__plan__visit")


class RemarkResource(RecordResource):
    """Remarks by number and section; answers are given on the page, not by a file."""

    class Meta:
        model = Remark
        fields = [
            "number",
            "section",
            "text",
            "must_be_answered",
            "written_by",
            "written_at",
            "answer",
            "answered_by",
            "answered_at",
        ]

    @classmethod
    def field_from_django_field(cls, field_name, django_field, readonly):
        """Return the column; an answer needs somebody who gives it, now."""
        column = super().field_from_django_field(field_name, django_field, readonly)
        column.readonly = column.readonly or field_name == "answer"
        return column

    def with_related(self, rows, columns=None):
        """Return the remarks with their visits, which close them."""
        rows = super().with_related(rows, columns)
        return rows.select_related("section__version__plan__visit")

    def before_create(self, record, user):
        """Note who remarks; the writer has nothing to remark on his own text."""
        if record.section.version.written_by_id == user.pk:
            raise ImportRefused(
                _("You wrote version %(version)s; others write remarks on it.")
                % {"version": record.section.version}
            )
        record.written_by = user


class RehearsalPointResource(RecordResource):
    """Points of rehearsals by code."""

    class Meta:
        model = RehearsalPoint
        fields = ["code", "line", "name", "hint", "is_active"]


class RehearsalResource(RecordResource):
    """Rehearsals by number; how far they have gone is never imported."""

    likeness = ("visit", "title")

    class Meta:
        model = Rehearsal
        fields = [
            "number",
            "visit",
            "title",
            "planned_at",
            "place",
            "venue",
            "led_by",
            "state",
            "held_at",
        ]


class RehearsalCheckResource(RecordResource):
    """Checked points by rehearsal and point."""

    class Meta:
        model = RehearsalCheck
        fields = ["rehearsal", "point", "result", "note"]


class RehearsalFindingResource(RecordResource):
    """Findings of rehearsals by rehearsal and line."""

    class Meta:
        model = RehearsalFinding
        fields = [
            "rehearsal",
            "line",
            "what",
            "fixer",
            "staff",
            "due_at",
            "is_fixed_on_the_spot",
            "fixed_at",
            "state",
            "waiver",
            "waived_by",
            "waived_at",
        ]

    def with_related(self, rows, columns=None):
        """Return the findings with their visits, which close them."""
        rows = super().with_related(rows, columns)
        return rows.select_related("rehearsal__visit")
