"""Quizzes: what staff should know of the city, asked in questions with sources."""

from functools import reduce
from itertools import combinations
from operator import and_

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from compliance.models.course import Course
from reception.access.records import Record
from reception.accounts.models import Office

LETTERS = "ABCDEF"
TRUE, FALSE = "A", "B"
HUNDRED = 100


class Quiz(Record):
    """A set of questions, open to the staff of the office and of those below it."""

    access_paths = ("office",)
    business_key = ("number",)
    searched = ("number", "name")

    number = models.CharField(
        _("quiz number"),
        max_length=30,
        unique=True,
        blank=True,
        help_text=_("Left empty, the office makes it, such as HB-Q-0001."),
    )
    name = models.CharField(_("name"), max_length=120)
    office = models.ForeignKey(
        Office,
        models.PROTECT,
        related_name="quizzes",
        verbose_name=_("holding office"),
    )
    topic = models.CharField(
        pgettext_lazy("a course", "topic"), max_length=16, choices=Course.Topic
    )
    opens_on = models.DateField(_("open from"))
    closes_on = models.DateField(
        _("open until"), null=True, blank=True, help_text=_("Empty: it stays open.")
    )
    asked = models.PositiveSmallIntegerField(
        _("questions asked"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("So many are drawn for each attempt; empty: all of them."),
    )
    minutes = models.PositiveSmallIntegerField(
        _("minutes allowed"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Empty: as long as one likes."),
    )
    pass_percent = models.PositiveSmallIntegerField(
        _("right answers to pass"),
        default=60,
        validators=[MaxValueValidator(HUNDRED)],
        help_text=_("Per cent of the questions asked."),
    )

    class Meta(Record.Meta):
        verbose_name = _("quiz")
        verbose_name_plural = _("quizzes")
        ordering = ("-opens_on", "-number")
        constraints = [
            models.CheckConstraint(
                name="quiz_closes_after_it_opens",
                condition=Q(closes_on__isnull=True) | Q(closes_on__gte=F("opens_on")),
                violation_error_message=_("A quiz cannot close before it opens."),
            ),
            models.CheckConstraint(
                name="quiz_asks_something",
                condition=Q(asked__isnull=True) | Q(asked__gte=1),
                violation_error_message=_("At least one question is asked."),
            ),
            models.CheckConstraint(
                name="quiz_gives_time",
                condition=Q(minutes__isnull=True) | Q(minutes__gte=1),
                violation_error_message=_("At least one minute is allowed."),
            ),
            models.CheckConstraint(
                name="quiz_passed_by_a_part",
                condition=Q(pass_percent__lte=HUNDRED),
                violation_error_message=_("At most 100 per cent can be right."),
            ),
        ]

    def __str__(self):
        return self.name

    def number_prefix(self, day):
        """Return what a quiz's number begins with."""
        return f"{self.office.code}-Q-"


def _without(letter: str) -> list[str]:
    """Return the answers in which ``letter`` is not among the right ones."""
    others = LETTERS.replace(letter, "")
    sizes = range(len(others) + 1)  # that there is one, another constraint asks
    return ["".join(some) for size in sizes for some in combinations(others, size)]


def _has_its_choices() -> Q:
    """Return the condition that each right letter has a choice behind it."""
    return reduce(
        and_,
        (
            Q(answer__in=_without(letter)) | ~Q(**{f"choice_{letter.lower()}": ""})
            for letter in LETTERS
        ),
    )


class Question(Record):
    """One question of a quiz with its choices, the right answer and its source."""

    access_paths = ("quiz",)
    business_key = ("quiz", "line")
    searched = ("text",)

    class Kind(models.TextChoices):
        """How it is answered."""

        SINGLE = "single", _("one choice")
        MULTIPLE = "multiple", _("several choices")
        TRUE_FALSE = "true_false", _("true or false")

    quiz = models.ForeignKey(
        Quiz, models.CASCADE, related_name="questions", verbose_name=_("quiz")
    )
    line = models.PositiveSmallIntegerField(_("line"))
    kind = models.CharField(
        pgettext_lazy("a question", "kind"), max_length=12, choices=Kind
    )
    text = models.CharField(_("question"), max_length=300)
    choice_a = models.CharField("A", max_length=120, blank=True)
    choice_b = models.CharField("B", max_length=120, blank=True)
    choice_c = models.CharField("C", max_length=120, blank=True)
    choice_d = models.CharField("D", max_length=120, blank=True)
    choice_e = models.CharField("E", max_length=120, blank=True)
    choice_f = models.CharField("F", max_length=120, blank=True)
    answer = models.CharField(
        _("right answer"),
        max_length=6,
        validators=[
            RegexValidator(
                r"^A?B?C?D?E?F?$",
                _("Write the letters in their order, such as A or ACD."),
            )
        ],
        help_text=_("The letters, such as A or ACD; of true or false, A is true."),
    )
    explanation = models.CharField(_("explanation"), max_length=300, blank=True)
    source = models.CharField(
        _("source"), max_length=200, help_text=_("Where the answer can be read.")
    )
    to_be_confirmed = models.BooleanField(
        _("to be confirmed locally"),
        default=False,
        help_text=_("The answer was not read in an official source."),
    )

    class Meta(Record.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ("quiz", "line")
        constraints = [
            models.UniqueConstraint(
                fields=["quiz", "line"],
                name="question_line_once",
                violation_error_message=_("Two questions have the same line."),
            ),
            models.CheckConstraint(
                name="question_has_an_answer",
                condition=~Q(answer=""),
                violation_error_message=_("Say which answer is right."),
            ),
            models.CheckConstraint(
                name="question_names_its_source",
                condition=~Q(source=""),
                violation_error_message=_("Say where the answer can be read."),
            ),
            models.CheckConstraint(
                name="question_single_has_one_answer",
                condition=~Q(kind="single") | Q(answer__in=list(LETTERS)),
                violation_error_message=_("One choice has one right letter."),
            ),
            models.CheckConstraint(
                name="question_true_or_false",
                condition=~Q(kind="true_false")
                | Q(
                    answer__in=[TRUE, FALSE],
                    choice_a="",
                    choice_b="",
                    choice_c="",
                    choice_d="",
                    choice_e="",
                    choice_f="",
                ),
                violation_error_message=_(
                    "True or false has no choices of its own; the answer is A for "
                    "true, B for false."
                ),
            ),
            models.CheckConstraint(
                name="question_has_choices",
                condition=Q(kind="true_false") | (~Q(choice_a="") & ~Q(choice_b="")),
                violation_error_message=_("Write at least the choices A and B."),
            ),
            models.CheckConstraint(
                name="question_answer_is_a_choice",
                condition=Q(kind="true_false") | _has_its_choices(),
                violation_error_message=_("The right letter has no choice behind it."),
            ),
        ]

    def __str__(self):
        return f"{self.quiz.number} {self.line}"

    @property
    def choices(self) -> list[tuple]:
        """Return (letter, text) of what can be chosen."""
        if self.kind == self.Kind.TRUE_FALSE:
            return [(TRUE, _("true")), (FALSE, _("false"))]
        texts = [(each, getattr(self, f"choice_{each.lower()}")) for each in LETTERS]
        return [(letter, text) for letter, text in texts if text]
