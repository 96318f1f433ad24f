"""The screens of quizzes, their questions and the attempts at them."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from compliance.models import Question, Quiz, QuizAttempt
from compliance.training.quiz_exchange import (
    QuestionResource,
    QuizAttemptResource,
    QuizResource,
)
from reception.access.admin import ScopedRelatedFilter
from reception.console.admin import RecordAdmin, ToldAdmin
from reception.console.badges import badge
from reception.console.filters import PeriodFilter


@admin.register(Quiz)
class QuizAdmin(RecordAdmin):
    """Quizzes, the latest first."""

    resource_class = QuizResource
    list_display = ["number", "name", "topic", "office", "opens_on", "closes_on"]
    list_filter = ["topic", ("office", ScopedRelatedFilter)]
    list_select_related = ["office"]
    search_fields = ["number", "name"]
    fieldsets = [
        (None, {"fields": ["name", ("office", "number"), ("topic", "asked")]}),
        (None, {"fields": [("opens_on", "closes_on"), ("minutes", "pass_percent")]}),
    ]

    def tools(self, request, record) -> list[dict]:
        """Lead to the questions and the attempts."""
        return [
            {
                "label": label,
                "icon": icon,
                "url": f"{_list(model)}?quiz__id__exact={record.pk}",
            }
            for label, icon, model in (
                (_("Its questions"), "help", Question),
                (_("Its attempts"), "quiz", QuizAttempt),
            )
        ]


def _list(model) -> str:
    """Return the address of the list of a model."""
    return admin.site._registry[model].page("changelist")


@admin.register(Question)
class QuestionAdmin(RecordAdmin):
    """Questions of all quizzes."""

    resource_class = QuestionResource
    list_display = ["quiz", "line", "text", "kind", "answer", "to_be_confirmed"]
    list_filter = [("quiz", ScopedRelatedFilter), "kind", "to_be_confirmed"]
    list_filter_submit = True
    list_select_related = ["quiz"]
    search_fields = ["text", "quiz__name"]
    autocomplete_fields = ["quiz"]
    fieldsets = [
        (None, {"fields": [("quiz", "line"), "text", ("kind", "answer")]}),
        (
            _("choices"),
            {
                "fields": [
                    ("choice_a", "choice_b"),
                    ("choice_c", "choice_d"),
                    ("choice_e", "choice_f"),
                ]
            },
        ),
        (None, {"fields": ["explanation", ("source", "to_be_confirmed")]}),
    ]


@admin.register(QuizAttempt)
class QuizAttemptAdmin(ToldAdmin):
    """What people reached; nobody enters it."""

    resource_class = QuizAttemptResource
    list_display = ["started_at", "quiz", "member", "result", "outcome"]
    list_filter = [("quiz", ScopedRelatedFilter), ("started_at", PeriodFilter)]
    list_filter_submit = True
    list_select_related = ["quiz", "member"]
    search_fields = ["quiz__name", "member__name", "member__number"]
    readonly_fields = ["result", "outcome"]
    fields = [
        ("quiz", "member"),
        ("started_at", "finished_at"),
        ("result", "outcome"),
    ]

    @admin.display(description=_("right answers"))
    def result(self, attempt):
        """Return how many of how many were right."""
        return (
            "—" if attempt.finished_at is None else f"{attempt.right} / {attempt.asked}"
        )

    @admin.display(description=_("outcome"))
    def outcome(self, attempt):
        """Return whether it was enough."""
        if attempt.finished_at is None:
            return badge(_("not finished"), "plain")
        if attempt.passed:
            return badge(_("passed"), "good")
        return badge(_("not passed"), "bad")
