from decimal import Decimal

import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

import compliance.models.staff
import reception.access.plain
import reception.documents.files


def say_what_ends(apps, schema_editor):
    """Let months end what has some; what has none ends as its paper says."""
    kinds = apps.get_model("compliance", "CertificateKind").objects.using(
        schema_editor.connection.alias
    )
    kinds.filter(term_months__gte=1, term_months__lte=600).update(term_kind="months")
    kinds.exclude(term_kind="months").update(term_months=None)


def tidy(apps, schema_editor):
    """Let names and numbers be as they are kept from now on; a clash stays."""
    for model, columns in (("StaffMember", ["name"]), ("Certificate", ["number"])):
        rows = apps.get_model("compliance", model).objects.using(
            schema_editor.connection.alias
        )
        taken = (
            set(rows.values_list("kind_id", "number")) if "number" in columns else set()
        )
        for row in rows.all().iterator():
            (column,) = columns
            before = getattr(row, column)
            after = type(row)._meta.get_field(column).tidy(before)
            if after == before or (getattr(row, "kind_id", None), after) in taken:
                continue
            if column == "number":
                taken.add((row.kind_id, after))
            setattr(row, column, after)
            row.save(update_fields=[column])


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("compliance", "0005_findings_to_their_end"),
        ("venues", "0002_houses"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AttemptAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "given",
                    models.CharField(
                        max_length=6,
                        validators=[
                            django.core.validators.RegexValidator("^A?B?C?D?E?F?$")
                        ],
                        verbose_name="answered",
                    ),
                ),
                ("is_right", models.BooleanField(verbose_name="right")),
            ],
            options={
                "verbose_name": "answer of an attempt",
                "verbose_name_plural": "answers of an attempt",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="CertificateRequirement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "code",
                    models.SlugField(max_length=40, unique=True, verbose_name="code"),
                ),
                (
                    "post",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("head", "head of office"),
                            ("clerk", "reception clerk"),
                            ("butler", "personal host (butler)"),
                            ("inspector", "inspector"),
                            ("guide", "guide"),
                            ("interpreter", "interpreter"),
                            ("driver", "driver"),
                            ("manager", "venue manager"),
                            ("food_safety", "food-safety manager"),
                            ("cook", "cook"),
                            ("waiter", "waiter"),
                            ("room_attendant", "room attendant"),
                            ("fire_control", "fire-system operator"),
                            ("engineer", "engineer"),
                            ("security", "security guard"),
                            ("other", "other"),
                        ],
                        help_text="Fill in the post or the duty, not both.",
                        max_length=16,
                        verbose_name="post",
                    ),
                ),
                (
                    "duty",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("butler", "one-to-one personal host"),
                            ("driver", "driver"),
                            ("cook", "cook"),
                            ("guide", "guide"),
                            ("interpreter", "interpreter"),
                            ("fire_control", "fire control room"),
                            ("waiter", "waiter"),
                            ("room_attendant", "room attendant"),
                            ("security", "security guard"),
                            ("event", "service at a large event"),
                        ],
                        max_length=16,
                        verbose_name="duty",
                    ),
                ),
                (
                    "since",
                    models.DateField(
                        blank=True,
                        help_text="Empty: always has.",
                        null=True,
                        verbose_name="binds from",
                    ),
                ),
                (
                    "until",
                    models.DateField(
                        blank=True,
                        help_text="The last day it binds.",
                        null=True,
                        verbose_name="binds until",
                    ),
                ),
                (
                    "basis",
                    models.CharField(
                        blank=True,
                        help_text="The law or local document, with its article.",
                        max_length=200,
                        verbose_name="basis",
                    ),
                ),
                (
                    "to_be_confirmed",
                    models.BooleanField(
                        default=True,
                        help_text="It is common practice, not read in a source that binds here.",
                        verbose_name="to be confirmed locally",
                    ),
                ),
            ],
            options={
                "verbose_name": "required certificate",
                "verbose_name_plural": "required certificates",
                "ordering": ("code",),
                "abstract": False,
                "default_permissions": (
                    "add",
                    "change",
                    "delete",
                    "view",
                    "export",
                    "import",
                ),
            },
        ),
        migrations.CreateModel(
            name="Course",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "code",
                    models.SlugField(max_length=30, unique=True, verbose_name="code"),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "topic",
                    models.CharField(
                        choices=[
                            ("etiquette", "etiquette"),
                            ("security", "security"),
                            ("economy", "county economy"),
                            ("customs", "folk customs"),
                            ("history", "history"),
                            ("confidentiality", "confidentiality"),
                            ("food", "food safety"),
                            ("fire", "fire safety"),
                            ("service", "service skills"),
                            ("first_aid", "first aid"),
                            ("driving", "driving"),
                            ("languages", "languages"),
                            ("other", "other"),
                        ],
                        max_length=16,
                        verbose_name="topic",
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("national", "national"),
                            ("provincial", "provincial"),
                            ("municipal", "municipal"),
                            ("own", "the office's own"),
                        ],
                        default="own",
                        max_length=12,
                        verbose_name="level",
                    ),
                ),
                (
                    "hours",
                    models.DecimalField(
                        decimal_places=2, max_digits=5, verbose_name="hours"
                    ),
                ),
                (
                    "theory_pass",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Of 100; empty if there is no theory exam.",
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(100)],
                        verbose_name="pass mark, theory",
                    ),
                ),
                (
                    "practical_pass",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Of 100; empty if there is no practical exam.",
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(100)],
                        verbose_name="pass mark, practical",
                    ),
                ),
                ("content", models.TextField(blank=True, verbose_name="content")),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
            ],
            options={
                "verbose_name": "course",
                "verbose_name_plural": "courses",
                "ordering": ("code",),
                "abstract": False,
                "default_permissions": (
                    "add",
                    "change",
                    "delete",
                    "view",
                    "export",
                    "import",
                ),
            },
        ),
        migrations.CreateModel(
            name="Drill",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "number",
                    models.CharField(
                        blank=True,
                        help_text="Left empty, the office makes it, such as HB-DR-2026-0001.",
                        max_length=30,
                        unique=True,
                        verbose_name="drill number",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("held_on", models.DateField(verbose_name="day")),
                (
                    "place",
                    models.CharField(blank=True, max_length=120, verbose_name="place"),
                ),
                ("remarks", models.TextField(blank=True, verbose_name="remarks")),
                (
                    "state",
                    models.CharField(
                        choices=[("planned", "under way"), ("closed", "closed")],
                        default="planned",
                        editable=False,
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
            ],
            options={
                "verbose_name": "drill",
                "verbose_name_plural": "drills",
                "ordering": ("-held_on", "-number"),
                "abstract": False,
                "default_permissions": (
                    "add",
                    "change",
                    "delete",
                    "view",
                    "export",
                    "import",
                ),
            },
        ),
        migrations.CreateModel(
            name="DrillDiscipline",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "line",
                    models.PositiveSmallIntegerField(default=1, verbose_name="line"),
                ),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                (
                    "max_score",
                    models.DecimalField(
                        decimal_places=2,
                        default=100,
                        max_digits=5,
                        verbose_name="most points",
                    ),
                ),
                (
                    "weight",
                    models.PositiveSmallIntegerField(
                        default=1,
                        help_text="How much it counts beside the others, such as 30, 30 and 40.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="weight",
                    ),
                ),
            ],
            options={
                "verbose_name": "discipline of a drill",
                "verbose_name_plural": "disciplines of a drill",
                "ordering": ("drill", "line"),
                "abstract": False,
                "default_permissions": (
                    "add",
                    "change",
                    "delete",
                    "view",
                    "export",
                    "import",
                ),
            },
        ),
        migrations.CreateModel(
            name="DrillJudge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "line",
                    models.PositiveSmallIntegerField(default=1, verbose_name="line"),
                ),
                (
                    "name",
                    models.CharField(
                        blank=True,
                        help_text="Name and unit, if it is nobody of the staff.",
                        max_length=60,
                        verbose_name="judge from outside",
                    ),
                ),
            ],
            options={
                "verbose_name": "judge",
                "verbose_name_plural": "judges",
                "ordering": ("drill", "line"),
                "abstract": False,
                "default_permissions": (
                    "add",
                    "change",
                    "delete",
                    "view",
                    "export",
                    "import",
                ),
            },
        ),
        migrations.CreateModel(
            name="DrillParticipant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "total",
                    models.DecimalField(
                        decimal_places=2,
                        editable=False,
                        max_digits=5,
                        null=True,
                        verbose_name="total",
                    ),
                ),
                (
                    "rank",
                    models.PositiveSmallIntegerField(
                        editable=False, null=True, verbose_name="rank"
                    ),
                ),
            ],
            options={
                "verbose_name": "participant",
                "verbose_name_plural": "participants",
                "ordering": (
                    "drill",
                    models.OrderBy(models.F("rank"), nulls_last=True),
                    "member",
                ),
                "abstract": False,
                "default_permissions": (
                    "add",
                    "change",
                    "delete",
                    "view",
                    "export",
                    "import",
                ),
            },
        ),
        migrations.CreateModel(
            name="DrillScore",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "score",
                    models.DecimalField(
                        decimal_places=2, max_digits=5, verbose_name="score"
                    ),
                ),
            ],
            options={
                "verbose_name": "score of a drill",
                "verbose_name_plural": "scores of a drill",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="EarlierPost",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("since", models.DateField(verbose_name="first day")),
                ("until", models.DateField(verbose_name="last day")),
                (
                    "post",
                    models.CharField(
                        choices=[
                            ("head", "head of office"),
                            ("clerk", "reception clerk"),
                            ("butler", "personal host (butler)"),
                            ("inspector", "inspector"),
                            ("guide", "guide"),
                            ("interpreter", "interpreter"),
                            ("driver", "driver"),
                            ("manager", "venue manager"),
                            ("food_safety", "food-safety manager"),
                            ("cook", "cook"),
                            ("waiter", "waiter"),
                            ("room_attendant", "room attendant"),
                            ("fire_control", "fire-system operator"),
                            ("engineer", "engineer"),
                            ("security", "security guard"),
                            ("other", "other"),
                        ],
                        max_length=16,
                        verbose_name="post",
                    ),
                ),
            ],
            options={
                "verbose_name": "earlier post",
                "verbose_name_plural": "earlier posts",
                "ordering": ("-since", "-id"),
                "abstract": False,
                "default_permissions": (
                    "add",
                    "change",
                    "delete",
                    "view",
                    "export",
                    "import",
                ),
            },
        ),
        migrations.CreateModel(
            name="Enrolment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "remark",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="remarks"
                    ),
                ),
                (
                    "attended_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="present since"
                    ),
                ),
                (
                    "proof",
                    models.CharField(
                        blank=True,
                        choices=[("list", "by list"), ("code", "by code")],
                        editable=False,
                        max_length=8,
                        verbose_name="how it was noted",
                    ),
                ),
            ],
            options={
                "verbose_name": "enrolment",
                "verbose_name_plural": "enrolments",
                "ordering": ("-session__starts_at", "session", "member"),
                "abstract": False,
                "default_permissions": (
                    "add",
                    "change",
                    "delete",
                    "view",
                    "export",
                    "import",
                ),
            },
        ),
        migrations.CreateModel(
            name="ExamResult",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "attempt",
                    models.PositiveSmallIntegerField(
                        default=1,
                        help_text="1, then 2, 3 … for each retest.",
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="attempt",
                    ),
                ),
                ("held_on", models.DateField(verbose_name="exam date")),
                (
                    "theory",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(100)],
                        verbose_name="theory",
                    ),
                ),
                (
                    "practical",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(100)],
                        verbose_name="practical",
                    ),
                ),
                (
                    "score",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Case(
                            models.When(
                                then=django.db.models.expressions.CombinedExpression(
                                    models.F("practical"),
                                    "*",
                                    models.Value(Decimal("1.0")),
                                ),
                                theory__isnull=True,
                            ),
                            models.When(
                                practical__isnull=True,
                                then=django.db.models.expressions.CombinedExpression(
                                    models.F("theory"),
                                    "*",
                                    models.Value(Decimal("1.0")),
                                ),
                            ),
                            default=django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    models.F("theory"), "+", models.F("practical")
                                ),
                                "*",
                                models.Value(Decimal("0.5")),
                            ),
                            output_field=models.DecimalField(
                                decimal_places=1, max_digits=5
                            ),
                        ),
                        output_field=models.DecimalField(
                            decimal_places=1, max_digits=5
                        ),
                        verbose_name="exam score",
                    ),
                ),
                (
                    "remark",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="remarks"
                    ),
                ),
            ],
            options={
                "verbose_name": "exam result",
                "verbose_name_plural": "exam results",
                "ordering": ("-session__starts_at", "session", "member", "attempt"),
                "abstract": False,
                "default_permissions": (
                    "add",
                    "change",
                    "delete",
                    "view",
                    "export",
                    "import",
                ),
            },
        ),
        migrations.CreateModel(
            name="Honour",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "number",
                    models.CharField(
                        blank=True,
                        help_text="Left empty, the office makes it, such as HB-H-2026-0001.",
                        max_length=30,
                        unique=True,
                        verbose_name="number",
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="As the document says it, such as 全国机关事务工作先进集体.",
                        max_length=120,
                        verbose_name="honour",
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("national", "national"),
                            ("provincial", "provincial"),
                            ("municipal", "municipal"),
                            ("county", "of a county or district"),
                            ("own", "of the own unit"),
                        ],
                        max_length=10,
                        verbose_name="level",
                    ),
                ),
                (
                    "awarded_by",
                    models.CharField(max_length=120, verbose_name="awarded by"),
                ),
                ("awarded_on", models.DateField(verbose_name="awarded on")),
                (
                    "document",
                    models.CharField(
                        blank=True,
                        help_text="Of the decision to commend; empty if it is not at hand.",
                        max_length=80,
                        verbose_name="document number",
                    ),
                ),
                (
                    "file",
                    reception.documents.files.PrivateFileField(
                        blank=True,
                        help_text="A scan or a photograph.",
                        verbose_name="document or certificate",
                    ),
                ),
                ("remarks", models.TextField(blank=True, verbose_name="remarks")),
            ],
            options={
                "verbose_name": "honour",
                "verbose_name_plural": "honours",
                "ordering": ("-awarded_on", "-number"),
                "abstract": False,
                "default_permissions": (
                    "add",
                    "change",
                    "delete",
                    "view",
                    "export",
                    "import",
                ),
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("line", models.PositiveSmallIntegerField(verbose_name="line")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("single", "one choice"),
                            ("multiple", "several choices"),
                            ("true_false", "true or false"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("text", models.CharField(max_length=300, verbose_name="question")),
                (
                    "choice_a",
                    models.CharField(blank=True, max_length=120, verbose_name="A"),
                ),
                (
                    "choice_b",
                    models.CharField(blank=True, max_length=120, verbose_name="B"),
                ),
                (
                    "choice_c",
                    models.CharField(blank=True, max_length=120, verbose_name="C"),
                ),
                (
                    "choice_d",
                    models.CharField(blank=True, max_length=120, verbose_name="D"),
                ),
                (
                    "choice_e",
                    models.CharField(blank=True, max_length=120, verbose_name="E"),
                ),
                (
                    "choice_f",
                    models.CharField(blank=True, max_length=120, verbose_name="F"),
                ),
                (
                    "answer",
                    models.CharField(
                        help_text="The letters, such as A or ACD; of true or false, A is true.",
                        max_length=6,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^A?B?C?D?E?F?$",
                                "Write the letters in their order, such as A or ACD.",
                            )
                        ],
                        verbose_name="right answer",
                    ),
                ),
                (
                    "explanation",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="explanation"
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        help_text="Where the answer can be read.",
                        max_length=200,
                        verbose_name="source",
                    ),
                ),
                (
                    "to_be_confirmed",
                    models.BooleanField(
                        default=False,
                        help_text="The answer was not read in an official source.",
                        verbose_name="to be confirmed locally",
                    ),
                ),
            ],
            options={
                "verbose_name": "question",
                "verbose_name_plural": "questions",
                "ordering": ("quiz", "line"),
                "abstract": False,
                "default_permissions": (
                    "add",
                    "change",
                    "delete",
                    "view",
                    "export",
                    "import",
                ),
            },
        ),
        migrations.CreateModel(
            name="Quiz",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "number",
                    models.CharField(
                        blank=True,
                        help_text="Left empty, the office makes it, such as HB-Q-0001.",
                        max_length=30,
                        unique=True,
                        verbose_name="quiz number",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "topic",
                    models.CharField(
                        choices=[
                            ("etiquette", "etiquette"),
                            ("security", "security"),
                            ("economy", "county economy"),
                            ("customs", "folk customs"),
                            ("history", "history"),
                            ("confidentiality", "confidentiality"),
                            ("food", "food safety"),
                            ("fire", "fire safety"),
                            ("service", "service skills"),
                            ("first_aid", "first aid"),
                            ("driving", "driving"),
                            ("languages", "languages"),
                            ("other", "other"),
                        ],
                        max_length=16,
                        verbose_name="topic",
                    ),
                ),
                ("opens_on", models.DateField(verbose_name="open from")),
                (
                    "closes_on",
                    models.DateField(
                        blank=True,
                        help_text="Empty: it stays open.",
                        null=True,
                        verbose_name="open until",
                    ),
                ),
                (
                    "asked",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="So many are drawn for each attempt; empty: all of them.",
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="questions asked",
                    ),
                ),
                (
                    "minutes",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Empty: as long as one likes.",
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="minutes allowed",
                    ),
                ),
                (
                    "pass_percent",
                    models.PositiveSmallIntegerField(
                        default=60,
                        help_text="Per cent of the questions asked.",
                        validators=[django.core.validators.MaxValueValidator(100)],
                        verbose_name="right answers to pass",
                    ),
                ),
            ],
            options={
                "verbose_name": "quiz",
                "verbose_name_plural": "quizzes",
                "ordering": ("-opens_on", "-number"),
                "abstract": False,
                "default_permissions": (
                    "add",
                    "change",
                    "delete",
                    "view",
                    "export",
                    "import",
                ),
            },
        ),
        migrations.CreateModel(
            name="QuizAttempt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "order",
                    models.JSONField(
                        blank=True, default=list, verbose_name="questions"
                    ),
                ),
                ("started_at", models.DateTimeField(verbose_name="started at")),
                (
                    "ends_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="time up at"
                    ),
                ),
                (
                    "finished_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="finished at"
                    ),
                ),
                (
                    "asked",
                    models.PositiveSmallIntegerField(verbose_name="questions asked"),
                ),
                (
                    "right",
                    models.PositiveSmallIntegerField(
                        default=0, verbose_name="right answers"
                    ),
                ),
                (
                    "needed",
                    models.PositiveSmallIntegerField(
                        verbose_name="right answers to pass"
                    ),
                ),
            ],
            options={
                "verbose_name": "quiz attempt",
                "verbose_name_plural": "quiz attempts",
                "ordering": ("-started_at",),
                "abstract": False,
                "default_permissions": ("view", "export"),
            },
        ),
        migrations.CreateModel(
            name="Snooze",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("since", models.DateField(verbose_name="silent from")),
                ("until", models.DateField(verbose_name="silent until")),
                ("reason", models.CharField(max_length=500, verbose_name="reason")),
            ],
            options={
                "verbose_name": "pause of reminders",
                "verbose_name_plural": "pauses of reminders",
                "ordering": ("-since", "-id"),
                "abstract": False,
                "default_permissions": (
                    "add",
                    "change",
                    "delete",
                    "view",
                    "export",
                    "import",
                ),
            },
        ),
        migrations.CreateModel(
            name="Suspension",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("since", models.DateField(verbose_name="suspended from")),
                (
                    "lifted_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="counts again from"
                    ),
                ),
                ("reason", models.CharField(max_length=2000, verbose_name="reason")),
                (
                    "document",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="document"
                    ),
                ),
            ],
            options={
                "verbose_name": "suspension",
                "verbose_name_plural": "suspensions",
                "ordering": ("-since", "-id"),
                "abstract": False,
                "default_permissions": (
                    "add",
                    "change",
                    "delete",
                    "view",
                    "export",
                    "import",
                ),
            },
        ),
        migrations.CreateModel(
            name="TrainingFeedback",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "content",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="content of the course",
                    ),
                ),
                (
                    "trainer",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="trainer",
                    ),
                ),
                (
                    "organisation",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="organisation",
                    ),
                ),
                (
                    "remark",
                    models.CharField(blank=True, max_length=300, verbose_name="remark"),
                ),
                ("given_at", models.DateTimeField(verbose_name="given at")),
            ],
            options={
                "verbose_name": "feedback",
                "verbose_name_plural": "feedback",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="TrainingPlan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(2000),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="year",
                    ),
                ),
                (
                    "document",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="document"
                    ),
                ),
                ("remarks", models.TextField(blank=True, verbose_name="remarks")),
            ],
            options={
                "verbose_name": "training plan",
                "verbose_name_plural": "training plans",
                "ordering": ("-year", "office"),
                "abstract": False,
                "default_permissions": (
                    "add",
                    "change",
                    "delete",
                    "view",
                    "export",
                    "import",
                ),
            },
        ),
        migrations.CreateModel(
            name="TrainingPlanLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "line",
                    models.PositiveSmallIntegerField(default=1, verbose_name="line"),
                ),
                (
                    "sessions",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="number of sessions",
                    ),
                ),
                (
                    "month",
                    models.PositiveSmallIntegerField(
                        help_text="From 1 to 12; of several sessions, that of the first.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(12),
                        ],
                        verbose_name="month",
                    ),
                ),
                (
                    "audience",
                    models.CharField(
                        blank=True,
                        help_text="Posts or units.",
                        max_length=120,
                        verbose_name="for whom",
                    ),
                ),
            ],
            options={
                "verbose_name": "line of a training plan",
                "verbose_name_plural": "lines of a training plan",
                "ordering": ("plan", "line"),
                "abstract": False,
                "default_permissions": (
                    "add",
                    "change",
                    "delete",
                    "view",
                    "export",
                    "import",
                ),
            },
        ),
        migrations.CreateModel(
            name="TrainingSession",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "number",
                    models.CharField(
                        blank=True,
                        help_text="Left empty, the office makes it, such as HB-K-2026-0001.",
                        max_length=30,
                        unique=True,
                        verbose_name="session number",
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="starts at")),
                ("ends_at", models.DateTimeField(verbose_name="ends at")),
                (
                    "hours",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="Empty: as many as the course has.",
                        max_digits=5,
                        null=True,
                        verbose_name="hours",
                    ),
                ),
                (
                    "place",
                    models.CharField(
                        blank=True,
                        help_text="The room, or where it is if not at one of the venues.",
                        max_length=120,
                        verbose_name="place",
                    ),
                ),
                (
                    "trainer_name",
                    models.CharField(
                        blank=True,
                        help_text="Name and unit, if it is nobody of the staff.",
                        max_length=80,
                        verbose_name="trainer from outside",
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("national", "national"),
                            ("provincial", "provincial"),
                            ("municipal", "municipal"),
                            ("own", "the office's own"),
                        ],
                        default="own",
                        max_length=12,
                        verbose_name="level",
                    ),
                ),
                (
                    "capacity",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="How many can take part; empty: as many as come.",
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="places",
                    ),
                ),
                (
                    "takes_walk_ins",
                    models.BooleanField(
                        default=True,
                        help_text="Who scans the code in the room without a place gets one.",
                        verbose_name="takes who comes unannounced",
                    ),
                ),
                ("remarks", models.TextField(blank=True, verbose_name="remarks")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "planned"),
                            ("open", "open for enrolment"),
                            ("held", "held"),
                            ("closed", "closed"),
                            ("cancelled", "cancelled"),
                        ],
                        default="planned",
                        editable=False,
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
            ],
            options={
                "verbose_name": "training session",
                "verbose_name_plural": "training sessions",
                "ordering": ("-starts_at", "-number"),
                "abstract": False,
                "default_permissions": (
                    "add",
                    "change",
                    "delete",
                    "view",
                    "export",
                    "import",
                ),
            },
        ),
        migrations.CreateModel(
            name="TrainingTarget",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(2000),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="year",
                    ),
                ),
                (
                    "post",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("head", "head of office"),
                            ("clerk", "reception clerk"),
                            ("butler", "personal host (butler)"),
                            ("inspector", "inspector"),
                            ("guide", "guide"),
                            ("interpreter", "interpreter"),
                            ("driver", "driver"),
                            ("manager", "venue manager"),
                            ("food_safety", "food-safety manager"),
                            ("cook", "cook"),
                            ("waiter", "waiter"),
                            ("room_attendant", "room attendant"),
                            ("fire_control", "fire-system operator"),
                            ("engineer", "engineer"),
                            ("security", "security guard"),
                            ("other", "other"),
                        ],
                        help_text="Empty: everybody for whose post there is no row.",
                        max_length=16,
                        verbose_name="post",
                    ),
                ),
                (
                    "hours",
                    models.DecimalField(
                        decimal_places=2, max_digits=5, verbose_name="hours a year"
                    ),
                ),
                (
                    "basis",
                    models.CharField(blank=True, max_length=200, verbose_name="basis"),
                ),
                (
                    "to_be_confirmed",
                    models.BooleanField(
                        default=True, verbose_name="to be confirmed locally"
                    ),
                ),
            ],
            options={
                "verbose_name": "yearly target of training",
                "verbose_name_plural": "yearly targets of training",
                "ordering": ("-year", "office", "post"),
                "abstract": False,
                "default_permissions": (
                    "add",
                    "change",
                    "delete",
                    "view",
                    "export",
                    "import",
                ),
            },
        ),
        migrations.AddField(
            model_name="certificate",
            name="renews",
            field=models.OneToOneField(
                blank=True,
                help_text="The earlier certificate of the same person; it stays on file.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="renewed_by",
                to="compliance.certificate",
                verbose_name="renews",
            ),
        ),
        migrations.AddField(
            model_name="certificate",
            name="revoked_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="revocation entered by",
            ),
        ),
        migrations.AddField(
            model_name="certificate",
            name="revoked_document",
            field=models.CharField(
                blank=True,
                editable=False,
                max_length=200,
                verbose_name="document of the revocation",
            ),
        ),
        migrations.AddField(
            model_name="certificate",
            name="revoked_on",
            field=models.DateField(
                editable=False, null=True, verbose_name="revoked from"
            ),
        ),
        migrations.AddField(
            model_name="certificate",
            name="revoked_reason",
            field=models.CharField(
                blank=True, editable=False, max_length=2000, verbose_name="why revoked"
            ),
        ),
        migrations.AddField(
            model_name="certificate",
            name="state",
            field=models.CharField(
                choices=[
                    ("in_force", "not suspended"),
                    ("suspended", "suspended"),
                    ("revoked", "revoked"),
                ],
                default="in_force",
                editable=False,
                max_length=9,
                verbose_name="state",
            ),
        ),
        migrations.AddField(
            model_name="certificatekind",
            name="term_kind",
            field=models.CharField(
                choices=[
                    ("months", "a number of months"),
                    ("paper", "a date on the paper"),
                    ("none", "nothing: it has no term"),
                ],
                default="paper",
                max_length=6,
                verbose_name="what ends it",
            ),
        ),
        migrations.AddField(
            model_name="reminder",
            name="certificates",
            field=models.PositiveIntegerField(
                default=0, verbose_name="number of certificates"
            ),
        ),
        migrations.AddField(
            model_name="staffmember",
            name="driving_classes",
            field=compliance.models.staff.ClassesField(
                blank=True,
                help_text="As on the licence, such as A1 B1 C1.",
                max_length=60,
                validators=[compliance.models.staff.validate_classes],
                verbose_name="driving classes",
            ),
        ),
        migrations.AddField(
            model_name="staffmember",
            name="languages",
            field=models.CharField(
                blank=True,
                help_text="With the level, such as: English CET-6, Japanese N1.",
                max_length=200,
                verbose_name="languages",
            ),
        ),
        migrations.AlterField(
            model_name="certificate",
            name="number",
            field=reception.access.plain.CodeField(
                help_text="Kept without spaces, in plain capital letters.",
                max_length=60,
                verbose_name="certificate number",
            ),
        ),
        migrations.AlterField(
            model_name="certificate",
            name="valid_until",
            field=models.DateField(
                blank=True,
                help_text="The last day on which it counts; left empty, the kind's term fills it in.",
                null=True,
                verbose_name="valid until",
            ),
        ),
        migrations.AlterField(
            model_name="certificatekind",
            name="term_months",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="Months from issue; empty if no number of months ends it.",
                null=True,
                verbose_name="term",
            ),
        ),
        migrations.AlterField(
            model_name="staffmember",
            name="joined_on",
            field=models.DateField(
                blank=True,
                help_text="The first day in this post with this employer.",
                null=True,
                verbose_name="joined on",
            ),
        ),
        migrations.AlterField(
            model_name="staffmember",
            name="name",
            field=reception.access.plain.NameField(
                help_text="Kept in plain letters, without spaces between Chinese signs.",
                max_length=60,
                verbose_name="full name",
            ),
        ),
        migrations.RunPython(say_what_ends, migrations.RunPython.noop),
        migrations.RunPython(tidy, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("revoked_by__isnull", False),
                        ("revoked_on__isnull", False),
                        ("state", "revoked"),
                        models.Q(("revoked_reason", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(("state", "revoked"), _negated=True),
                        ("revoked_by__isnull", True),
                        ("revoked_on__isnull", True),
                        ("revoked_reason", ""),
                    ),
                    _connector="OR",
                ),
                name="certificate_revoked_iff_when_and_why",
                violation_error_message="A certificate that is revoked says from when, why and by whom.",
            ),
        ),
        migrations.AddConstraint(
            model_name="certificatekind",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("term_kind", "months"),
                        ("term_months__gte", 1),
                        ("term_months__isnull", False),
                        ("term_months__lte", 600),
                    ),
                    models.Q(
                        models.Q(("term_kind", "months"), _negated=True),
                        ("term_months__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="certificate_kind_months_iff_they_end_it",
                violation_error_message="Say how many months (1–600) if months end it, and none otherwise.",
            ),
        ),
        migrations.AddField(
            model_name="certificaterequirement",
            name="kind",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="requirements",
                to="compliance.certificatekind",
                verbose_name="kind of certificate",
            ),
        ),
        migrations.AddField(
            model_name="certificaterequirement",
            name="office",
            field=models.ForeignKey(
                blank=True,
                help_text="Binds this office and those below it; empty: every office.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="certificate_requirements",
                to="accounts.office",
                verbose_name="office",
            ),
        ),
        migrations.AddField(
            model_name="course",
            name="kind",
            field=models.ForeignKey(
                blank=True,
                help_text="The kind of certificate that whoever passes is given.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="courses",
                to="compliance.certificatekind",
                verbose_name="leads to",
            ),
        ),
        migrations.AddField(
            model_name="drill",
            name="office",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="drills",
                to="accounts.office",
                verbose_name="holding office",
            ),
        ),
        migrations.AddField(
            model_name="drill",
            name="venue",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="drills",
                to="venues.venue",
                verbose_name="venue",
            ),
        ),
        migrations.AddField(
            model_name="drilldiscipline",
            name="drill",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="disciplines",
                to="compliance.drill",
                verbose_name="drill",
            ),
        ),
        migrations.AddField(
            model_name="drilljudge",
            name="drill",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="judges",
                to="compliance.drill",
                verbose_name="drill",
            ),
        ),
        migrations.AddField(
            model_name="drilljudge",
            name="member",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="drills_judged",
                to="compliance.staffmember",
                verbose_name="staff member",
            ),
        ),
        migrations.AddField(
            model_name="drillparticipant",
            name="drill",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="participants",
                to="compliance.drill",
                verbose_name="drill",
            ),
        ),
        migrations.AddField(
            model_name="drillparticipant",
            name="member",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="drills",
                to="compliance.staffmember",
                verbose_name="staff member",
            ),
        ),
        migrations.AddField(
            model_name="drillscore",
            name="discipline",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="scores",
                to="compliance.drilldiscipline",
                verbose_name="discipline of a drill",
            ),
        ),
        migrations.AddField(
            model_name="drillscore",
            name="judge",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="scores",
                to="compliance.drilljudge",
                verbose_name="judge",
            ),
        ),
        migrations.AddField(
            model_name="drillscore",
            name="participant",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="scores",
                to="compliance.drillparticipant",
                verbose_name="participant",
            ),
        ),
        migrations.AddField(
            model_name="earlierpost",
            name="member",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="earlier_posts",
                to="compliance.staffmember",
                verbose_name="staff member",
            ),
        ),
        migrations.AddField(
            model_name="earlierpost",
            name="office",
            field=models.ForeignKey(
                blank=True,
                help_text="Fill in the office or the venue, not both.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.office",
                verbose_name="employing office",
            ),
        ),
        migrations.AddField(
            model_name="earlierpost",
            name="venue",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="venues.venue",
                verbose_name="employing venue",
            ),
        ),
        migrations.AddField(
            model_name="enrolment",
            name="certificate",
            field=models.OneToOneField(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="enrolment",
                to="compliance.certificate",
                verbose_name="certificate",
            ),
        ),
        migrations.AddField(
            model_name="enrolment",
            name="member",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="enrolments",
                to="compliance.staffmember",
                verbose_name="staff member",
            ),
        ),
        migrations.AddField(
            model_name="examresult",
            name="member",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="exam_results",
                to="compliance.staffmember",
                verbose_name="staff member",
            ),
        ),
        migrations.AddField(
            model_name="honour",
            name="member",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="honours",
                to="compliance.staffmember",
                verbose_name="awarded to the person",
            ),
        ),
        migrations.AddField(
            model_name="honour",
            name="office",
            field=models.ForeignKey(
                blank=True,
                help_text="Fill in one of the three: an office, a person or a venue.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="honours",
                to="accounts.office",
                verbose_name="awarded to the office",
            ),
        ),
        migrations.AddField(
            model_name="honour",
            name="venue",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="honours",
                to="venues.venue",
                verbose_name="awarded to the venue",
            ),
        ),
        migrations.AddField(
            model_name="attemptanswer",
            name="question",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="answers",
                to="compliance.question",
                verbose_name="question",
            ),
        ),
        migrations.AddField(
            model_name="quiz",
            name="office",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="quizzes",
                to="accounts.office",
                verbose_name="holding office",
            ),
        ),
        migrations.AddField(
            model_name="question",
            name="quiz",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="questions",
                to="compliance.quiz",
                verbose_name="quiz",
            ),
        ),
        migrations.AddField(
            model_name="quizattempt",
            name="member",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="quiz_attempts",
                to="compliance.staffmember",
                verbose_name="staff member",
            ),
        ),
        migrations.AddField(
            model_name="quizattempt",
            name="quiz",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="attempts",
                to="compliance.quiz",
                verbose_name="quiz",
            ),
        ),
        migrations.AddField(
            model_name="attemptanswer",
            name="attempt",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="answers",
                to="compliance.quizattempt",
                verbose_name="quiz attempt",
            ),
        ),
        migrations.AddField(
            model_name="snooze",
            name="certificate",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="snoozes",
                to="compliance.certificate",
                verbose_name="certificate",
            ),
        ),
        migrations.AddField(
            model_name="snooze",
            name="snoozed_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="entered by",
            ),
        ),
        migrations.AddField(
            model_name="suspension",
            name="certificate",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="suspensions",
                to="compliance.certificate",
                verbose_name="certificate",
            ),
        ),
        migrations.AddField(
            model_name="suspension",
            name="lifted_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="lifted by",
            ),
        ),
        migrations.AddField(
            model_name="suspension",
            name="suspended_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="entered by",
            ),
        ),
        migrations.AddField(
            model_name="trainingfeedback",
            name="enrolment",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="feedback",
                to="compliance.enrolment",
                verbose_name="enrolment",
            ),
        ),
        migrations.AddField(
            model_name="trainingplan",
            name="office",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="training_plans",
                to="accounts.office",
                verbose_name="office",
            ),
        ),
        migrations.AddField(
            model_name="trainingplanline",
            name="course",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="plan_lines",
                to="compliance.course",
                verbose_name="course",
            ),
        ),
        migrations.AddField(
            model_name="trainingplanline",
            name="plan",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="lines",
                to="compliance.trainingplan",
                verbose_name="training plan",
            ),
        ),
        migrations.AddField(
            model_name="trainingsession",
            name="course",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="sessions",
                to="compliance.course",
                verbose_name="course",
            ),
        ),
        migrations.AddField(
            model_name="trainingsession",
            name="office",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="training_sessions",
                to="accounts.office",
                verbose_name="holding office",
            ),
        ),
        migrations.AddField(
            model_name="trainingsession",
            name="trainer",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="trainings_given",
                to="compliance.staffmember",
                verbose_name="trainer",
            ),
        ),
        migrations.AddField(
            model_name="trainingsession",
            name="venue",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="training_sessions",
                to="venues.venue",
                verbose_name="venue",
            ),
        ),
        migrations.AddField(
            model_name="examresult",
            name="session",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="results",
                to="compliance.trainingsession",
                verbose_name="training session",
            ),
        ),
        migrations.AddField(
            model_name="enrolment",
            name="session",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="enrolments",
                to="compliance.trainingsession",
                verbose_name="training session",
            ),
        ),
        migrations.AddField(
            model_name="trainingtarget",
            name="office",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="training_targets",
                to="accounts.office",
                verbose_name="office",
            ),
        ),
        migrations.AddConstraint(
            model_name="certificaterequirement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("post", ""), models.Q(("duty", ""), _negated=True)),
                    models.Q(models.Q(("post", ""), _negated=True), ("duty", "")),
                    _connector="OR",
                ),
                name="certificate_required_of_post_or_duty",
                violation_error_message="A certificate is required of a post or for a duty: fill in one of them.",
            ),
        ),
        migrations.AddConstraint(
            model_name="certificaterequirement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("since__isnull", True),
                    ("until__isnull", True),
                    ("until__gte", models.F("since")),
                    _connector="OR",
                ),
                name="certificate_requirement_ends_after_it_begins",
                violation_error_message="A requirement cannot end before it begins.",
            ),
        ),
        migrations.AddConstraint(
            model_name="certificaterequirement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("to_be_confirmed", True),
                    models.Q(("basis", ""), _negated=True),
                    _connector="OR",
                ),
                name="certificate_required_by_something",
                violation_error_message="Name the provision, or mark it “to be confirmed locally”.",
            ),
        ),
        migrations.AddConstraint(
            model_name="course",
            constraint=models.CheckConstraint(
                condition=models.Q(("hours__gt", 0)),
                name="course_takes_time",
                violation_error_message="A course takes more than no time.",
            ),
        ),
        migrations.AddConstraint(
            model_name="course",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("theory_pass__isnull", True),
                        ("theory_pass__lte", 100),
                        _connector="OR",
                    ),
                    models.Q(
                        ("practical_pass__isnull", True),
                        ("practical_pass__lte", 100),
                        _connector="OR",
                    ),
                ),
                name="course_pass_marks_of_a_hundred",
                violation_error_message="Pass marks are out of 100.",
            ),
        ),
        migrations.AddIndex(
            model_name="drill",
            index=models.Index(fields=["office", "-held_on"], name="drill_by_office"),
        ),
        migrations.AddConstraint(
            model_name="drilldiscipline",
            constraint=models.UniqueConstraint(
                fields=("drill", "line"),
                name="drilldiscipline_line_once",
                violation_error_message="Two disciplines have the same line.",
            ),
        ),
        migrations.AddConstraint(
            model_name="drilldiscipline",
            constraint=models.CheckConstraint(
                condition=models.Q(("max_score__gt", 0)),
                name="drilldiscipline_has_points",
                violation_error_message="A discipline is worth more than 0 points.",
            ),
        ),
        migrations.AddConstraint(
            model_name="drilldiscipline",
            constraint=models.CheckConstraint(
                condition=models.Q(("weight__gte", 1), ("weight__lte", 100)),
                name="drilldiscipline_counts",
                violation_error_message="A weight is a number from 1 to 100.",
            ),
        ),
        migrations.AddConstraint(
            model_name="drilljudge",
            constraint=models.UniqueConstraint(
                fields=("drill", "line"),
                name="drilljudge_line_once",
                violation_error_message="Two judges have the same line.",
            ),
        ),
        migrations.AddConstraint(
            model_name="drilljudge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("member__isnull", False), ("name", "")),
                    models.Q(
                        ("member__isnull", True), models.Q(("name", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="drilljudge_is_somebody",
                violation_error_message="Name one judge a line: of the staff, or from outside.",
            ),
        ),
        migrations.AddConstraint(
            model_name="drillparticipant",
            constraint=models.UniqueConstraint(
                fields=("drill", "member"),
                name="drillparticipant_once",
                violation_error_message="This person takes part already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="drillparticipant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("rank__isnull", True), ("total__isnull", True)),
                    models.Q(
                        ("rank__gte", 1),
                        ("rank__isnull", False),
                        ("total__gte", 0),
                        ("total__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="drillparticipant_ranked_by_total",
                violation_error_message="A rank goes with a total.",
            ),
        ),
        migrations.AddConstraint(
            model_name="drillscore",
            constraint=models.UniqueConstraint(
                fields=("participant", "discipline", "judge"),
                name="drillscore_once",
                violation_error_message="This score is entered already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="drillscore",
            constraint=models.CheckConstraint(
                condition=models.Q(("score__gte", 0)),
                name="drillscore_not_negative",
                violation_error_message="A score is not below 0.",
            ),
        ),
        migrations.AddConstraint(
            model_name="earlierpost",
            constraint=models.UniqueConstraint(
                fields=("member", "since"),
                name="earlier_post_once",
                violation_error_message="An earlier post that began on this day is entered.",
            ),
        ),
        migrations.AddConstraint(
            model_name="earlierpost",
            constraint=models.CheckConstraint(
                condition=models.Q(("until__gte", models.F("since"))),
                name="earlier_post_ends_after_it_begins",
                violation_error_message="A post cannot end before it begins.",
            ),
        ),
        migrations.AddConstraint(
            model_name="earlierpost",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("office__isnull", False), ("venue__isnull", True)),
                    models.Q(("office__isnull", True), ("venue__isnull", False)),
                    _connector="OR",
                ),
                name="earlier_post_has_one_employer",
                violation_error_message="A staff member works for one office or one venue.",
            ),
        ),
        migrations.AddConstraint(
            model_name="honour",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("member__isnull", True),
                        ("office__isnull", False),
                        ("venue__isnull", True),
                    ),
                    models.Q(
                        ("member__isnull", False),
                        ("office__isnull", True),
                        ("venue__isnull", True),
                    ),
                    models.Q(
                        ("member__isnull", True),
                        ("office__isnull", True),
                        ("venue__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="honour_has_one_holder",
                violation_error_message="An honour belongs to one office, one person or one venue.",
            ),
        ),
        migrations.AddConstraint(
            model_name="quiz",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("closes_on__isnull", True),
                    ("closes_on__gte", models.F("opens_on")),
                    _connector="OR",
                ),
                name="quiz_closes_after_it_opens",
                violation_error_message="A quiz cannot close before it opens.",
            ),
        ),
        migrations.AddConstraint(
            model_name="quiz",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("asked__isnull", True), ("asked__gte", 1), _connector="OR"
                ),
                name="quiz_asks_something",
                violation_error_message="At least one question is asked.",
            ),
        ),
        migrations.AddConstraint(
            model_name="quiz",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("minutes__isnull", True), ("minutes__gte", 1), _connector="OR"
                ),
                name="quiz_gives_time",
                violation_error_message="At least one minute is allowed.",
            ),
        ),
        migrations.AddConstraint(
            model_name="quiz",
            constraint=models.CheckConstraint(
                condition=models.Q(("pass_percent__lte", 100)),
                name="quiz_passed_by_a_part",
                violation_error_message="At most 100 per cent can be right.",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.UniqueConstraint(
                fields=("quiz", "line"),
                name="question_line_once",
                violation_error_message="Two questions have the same line.",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(("answer", ""), _negated=True),
                name="question_has_an_answer",
                violation_error_message="Say which answer is right.",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(("source", ""), _negated=True),
                name="question_names_its_source",
                violation_error_message="Say where the answer can be read.",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "single"), _negated=True),
                    ("answer__in", ["A", "B", "C", "D", "E", "F"]),
                    _connector="OR",
                ),
                name="question_single_has_one_answer",
                violation_error_message="One choice has one right letter.",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "true_false"), _negated=True),
                    models.Q(
                        ("answer__in", ["A", "B"]),
                        ("choice_a", ""),
                        ("choice_b", ""),
                        ("choice_c", ""),
                        ("choice_d", ""),
                        ("choice_e", ""),
                        ("choice_f", ""),
                    ),
                    _connector="OR",
                ),
                name="question_true_or_false",
                violation_error_message="True or false has no choices of its own; the answer is A for true, B for false.",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind", "true_false"),
                    models.Q(
                        models.Q(("choice_a", ""), _negated=True),
                        models.Q(("choice_b", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="question_has_choices",
                violation_error_message="Write at least the choices A and B.",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind", "true_false"),
                    models.Q(
                        models.Q(
                            (
                                "answer__in",
                                [
                                    "",
                                    "B",
                                    "C",
                                    "D",
                                    "E",
                                    "F",
                                    "BC",
                                    "BD",
                                    "BE",
                                    "BF",
                                    "CD",
                                    "CE",
                                    "CF",
                                    "DE",
                                    "DF",
                                    "EF",
                                    "BCD",
                                    "BCE",
                                    "BCF",
                                    "BDE",
                                    "BDF",
                                    "BEF",
                                    "CDE",
                                    "CDF",
                                    "CEF",
                                    "DEF",
                                    "BCDE",
                                    "BCDF",
                                    "BCEF",
                                    "BDEF",
                                    "CDEF",
                                    "BCDEF",
                                ],
                            ),
                            models.Q(("choice_a", ""), _negated=True),
                            _connector="OR",
                        ),
                        models.Q(
                            (
                                "answer__in",
                                [
                                    "",
                                    "A",
                                    "C",
                                    "D",
                                    "E",
                                    "F",
                                    "AC",
                                    "AD",
                                    "AE",
                                    "AF",
                                    "CD",
                                    "CE",
                                    "CF",
                                    "DE",
                                    "DF",
                                    "EF",
                                    "ACD",
                                    "ACE",
                                    "ACF",
                                    "ADE",
                                    "ADF",
                                    "AEF",
                                    "CDE",
                                    "CDF",
                                    "CEF",
                                    "DEF",
                                    "ACDE",
                                    "ACDF",
                                    "ACEF",
                                    "ADEF",
                                    "CDEF",
                                    "ACDEF",
                                ],
                            ),
                            models.Q(("choice_b", ""), _negated=True),
                            _connector="OR",
                        ),
                        models.Q(
                            (
                                "answer__in",
                                [
                                    "",
                                    "A",
                                    "B",
                                    "D",
                                    "E",
                                    "F",
                                    "AB",
                                    "AD",
                                    "AE",
                                    "AF",
                                    "BD",
                                    "BE",
                                    "BF",
                                    "DE",
                                    "DF",
                                    "EF",
                                    "ABD",
                                    "ABE",
                                    "ABF",
                                    "ADE",
                                    "ADF",
                                    "AEF",
                                    "BDE",
                                    "BDF",
                                    "BEF",
                                    "DEF",
                                    "ABDE",
                                    "ABDF",
                                    "ABEF",
                                    "ADEF",
                                    "BDEF",
                                    "ABDEF",
                                ],
                            ),
                            models.Q(("choice_c", ""), _negated=True),
                            _connector="OR",
                        ),
                        models.Q(
                            (
                                "answer__in",
                                [
                                    "",
                                    "A",
                                    "B",
                                    "C",
                                    "E",
                                    "F",
                                    "AB",
                                    "AC",
                                    "AE",
                                    "AF",
                                    "BC",
                                    "BE",
                                    "BF",
                                    "CE",
                                    "CF",
                                    "EF",
                                    "ABC",
                                    "ABE",
                                    "ABF",
                                    "ACE",
                                    "ACF",
                                    "AEF",
                                    "BCE",
                                    "BCF",
                                    "BEF",
                                    "CEF",
                                    "ABCE",
                                    "ABCF",
                                    "ABEF",
                                    "ACEF",
                                    "BCEF",
                                    "ABCEF",
                                ],
                            ),
                            models.Q(("choice_d", ""), _negated=True),
                            _connector="OR",
                        ),
                        models.Q(
                            (
                                "answer__in",
                                [
                                    "",
                                    "A",
                                    "B",
                                    "C",
                                    "D",
                                    "F",
                                    "AB",
                                    "AC",
                                    "AD",
                                    "AF",
                                    "BC",
                                    "BD",
                                    "BF",
                                    "CD",
                                    "CF",
                                    "DF",
                                    "ABC",
                                    "ABD",
                                    "ABF",
                                    "ACD",
                                    "ACF",
                                    "ADF",
                                    "BCD",
                                    "BCF",
                                    "BDF",
                                    "CDF",
                                    "ABCD",
                                    "ABCF",
                                    "ABDF",
                                    "ACDF",
                                    "BCDF",
                                    "ABCDF",
                                ],
                            ),
                            models.Q(("choice_e", ""), _negated=True),
                            _connector="OR",
                        ),
                        models.Q(
                            (
                                "answer__in",
                                [
                                    "",
                                    "A",
                                    "B",
                                    "C",
                                    "D",
                                    "E",
                                    "AB",
                                    "AC",
                                    "AD",
                                    "AE",
                                    "BC",
                                    "BD",
                                    "BE",
                                    "CD",
                                    "CE",
                                    "DE",
                                    "ABC",
                                    "ABD",
                                    "ABE",
                                    "ACD",
                                    "ACE",
                                    "ADE",
                                    "BCD",
                                    "BCE",
                                    "BDE",
                                    "CDE",
                                    "ABCD",
                                    "ABCE",
                                    "ABDE",
                                    "ACDE",
                                    "BCDE",
                                    "ABCDE",
                                ],
                            ),
                            models.Q(("choice_f", ""), _negated=True),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="question_answer_is_a_choice",
                violation_error_message="The right letter has no choice behind it.",
            ),
        ),
        migrations.AddConstraint(
            model_name="quizattempt",
            constraint=models.UniqueConstraint(
                fields=("quiz", "member", "started_at"),
                name="quizattempt_once",
                violation_error_message="This attempt is noted already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="quizattempt",
            constraint=models.UniqueConstraint(
                condition=models.Q(("finished_at__isnull", True)),
                fields=("quiz", "member"),
                name="quizattempt_one_open",
                violation_error_message="An attempt at this quiz is still open.",
            ),
        ),
        migrations.AddConstraint(
            model_name="quizattempt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("needed__lte", 100), ("right__lte", models.F("asked"))
                ),
                name="quizattempt_right_within_asked",
                violation_error_message="No more can be right than was asked.",
            ),
        ),
        migrations.AddConstraint(
            model_name="attemptanswer",
            constraint=models.UniqueConstraint(
                fields=("attempt", "question"),
                name="attemptanswer_once",
                violation_error_message="This question is answered already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="snooze",
            constraint=models.UniqueConstraint(
                fields=("certificate", "since"),
                name="snooze_once_a_day",
                violation_error_message="Reminders of it were paused today already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="snooze",
            constraint=models.CheckConstraint(
                condition=models.Q(("until__gte", models.F("since"))),
                name="snooze_ends_after_it_begins",
                violation_error_message="Choose a day that has not passed.",
            ),
        ),
        migrations.AddConstraint(
            model_name="snooze",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True),
                name="snooze_has_a_reason",
                violation_error_message="Say why nobody is to be reminded.",
            ),
        ),
        migrations.AddConstraint(
            model_name="suspension",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("lifted_on__isnull", True),
                    ("lifted_on__gte", models.F("since")),
                    _connector="OR",
                ),
                name="suspension_lifted_after_it_began",
                violation_error_message="A certificate cannot count again before it was suspended.",
            ),
        ),
        migrations.AddConstraint(
            model_name="suspension",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("lifted_by__isnull", True), ("lifted_on__isnull", True)),
                    models.Q(
                        ("lifted_by__isnull", False), ("lifted_on__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="suspension_lifted_iff_by_whom",
                violation_error_message="A suspension that is lifted says by whom and from when.",
            ),
        ),
        migrations.AddConstraint(
            model_name="suspension",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True),
                name="suspension_has_a_reason",
                violation_error_message="Say why the certificate is suspended.",
            ),
        ),
        migrations.AddConstraint(
            model_name="suspension",
            constraint=models.UniqueConstraint(
                condition=models.Q(("lifted_on__isnull", True)),
                fields=("certificate",),
                name="suspension_one_open",
                violation_error_message="The certificate is suspended already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="trainingfeedback",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("content__gte", 1),
                    ("content__lte", 5),
                    ("organisation__gte", 1),
                    ("organisation__lte", 5),
                    ("trainer__gte", 1),
                    ("trainer__lte", 5),
                ),
                name="trainingfeedback_one_to_five",
                violation_error_message="Give marks from 1 to 5.",
            ),
        ),
        migrations.AddConstraint(
            model_name="trainingplan",
            constraint=models.UniqueConstraint(
                fields=("office", "year"),
                name="trainingplan_once_a_year",
                violation_error_message="The office has a plan of this year.",
            ),
        ),
        migrations.AddConstraint(
            model_name="trainingplan",
            constraint=models.CheckConstraint(
                condition=models.Q(("year__gte", 2000), ("year__lte", 2100)),
                name="trainingplan_of_our_time",
                violation_error_message="A year lies between 2000 and 2100.",
            ),
        ),
        migrations.AddConstraint(
            model_name="trainingplanline",
            constraint=models.UniqueConstraint(
                fields=("plan", "line"),
                name="trainingplanline_once",
                violation_error_message="Two lines have the same number.",
            ),
        ),
        migrations.AddConstraint(
            model_name="trainingplanline",
            constraint=models.CheckConstraint(
                condition=models.Q(("sessions__gte", 1)),
                name="trainingplanline_has_sessions",
                violation_error_message="At least one session is planned.",
            ),
        ),
        migrations.AddConstraint(
            model_name="trainingplanline",
            constraint=models.CheckConstraint(
                condition=models.Q(("month__gte", 1), ("month__lte", 12)),
                name="trainingplanline_in_a_month",
                violation_error_message="A month is a number from 1 to 12.",
            ),
        ),
        migrations.AddIndex(
            model_name="trainingsession",
            index=models.Index(
                fields=["office", "-starts_at"], name="trainingsession_by_office"
            ),
        ),
        migrations.AddIndex(
            model_name="trainingsession",
            index=models.Index(fields=["-starts_at"], name="trainingsession_by_time"),
        ),
        migrations.AddConstraint(
            model_name="trainingsession",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                name="trainingsession_ends_after_it_starts",
                violation_error_message="A session cannot end before it starts.",
            ),
        ),
        migrations.AddConstraint(
            model_name="trainingsession",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("venue__isnull", False),
                    models.Q(("place", ""), _negated=True),
                    _connector="OR",
                ),
                name="trainingsession_is_somewhere",
                violation_error_message="Choose the venue, or write the place.",
            ),
        ),
        migrations.AddConstraint(
            model_name="trainingsession",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("trainer__isnull", True), ("trainer_name", ""), _connector="OR"
                ),
                name="trainingsession_one_trainer",
                violation_error_message="Name one trainer: of the staff, or from outside.",
            ),
        ),
        migrations.AddConstraint(
            model_name="trainingsession",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["planned", "cancelled"]),
                    ("trainer__isnull", False),
                    models.Q(("trainer_name", ""), _negated=True),
                    _connector="OR",
                ),
                name="trainingsession_taught_by_somebody",
                violation_error_message="Say first who trains: one of the staff, or somebody's name.",
            ),
        ),
        migrations.AddConstraint(
            model_name="trainingsession",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("hours__isnull", True), ("hours__gt", 0), _connector="OR"
                ),
                name="trainingsession_takes_time",
                violation_error_message="A session takes more than no time.",
            ),
        ),
        migrations.AddConstraint(
            model_name="trainingsession",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("capacity__isnull", True), ("capacity__gte", 1), _connector="OR"
                ),
                name="trainingsession_has_places",
                violation_error_message="A session has at least one place.",
            ),
        ),
        migrations.AddConstraint(
            model_name="examresult",
            constraint=models.UniqueConstraint(
                fields=("session", "member", "attempt"),
                name="examresult_once",
                violation_error_message="This attempt of this person is entered already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="examresult",
            constraint=models.CheckConstraint(
                condition=models.Q(("attempt__gte", 1)),
                name="examresult_counted_from_one",
                violation_error_message="Attempts are counted from 1.",
            ),
        ),
        migrations.AddConstraint(
            model_name="examresult",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("theory__isnull", False),
                    ("practical__isnull", False),
                    _connector="OR",
                ),
                name="examresult_has_a_mark",
                violation_error_message="Enter a mark: theory, practical or both.",
            ),
        ),
        migrations.AddConstraint(
            model_name="examresult",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("theory__isnull", True), ("theory__lte", 100), _connector="OR"
                    ),
                    models.Q(
                        ("practical__isnull", True),
                        ("practical__lte", 100),
                        _connector="OR",
                    ),
                ),
                name="examresult_of_a_hundred",
                violation_error_message="Marks are out of 100.",
            ),
        ),
        migrations.AddConstraint(
            model_name="enrolment",
            constraint=models.UniqueConstraint(
                fields=("session", "member"),
                name="enrolment_once",
                violation_error_message="This person is enrolled already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="enrolment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("attended_at__isnull", True), ("proof", "")),
                    models.Q(
                        ("attended_at__isnull", False),
                        models.Q(("proof", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="enrolment_present_is_proved",
                violation_error_message="Whoever was there was noted somehow.",
            ),
        ),
        migrations.AddConstraint(
            model_name="trainingtarget",
            constraint=models.UniqueConstraint(
                fields=("office", "year", "post"),
                name="trainingtarget_once",
                violation_error_message="There is a target for these already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="trainingtarget",
            constraint=models.CheckConstraint(
                condition=models.Q(("year__gte", 2000), ("year__lte", 2100)),
                name="trainingtarget_of_our_time",
                violation_error_message="A year lies between 2000 and 2100.",
            ),
        ),
        migrations.AddConstraint(
            model_name="trainingtarget",
            constraint=models.CheckConstraint(
                condition=models.Q(("hours__gt", 0)),
                name="trainingtarget_is_above_nothing",
                violation_error_message="A target is more than no hours.",
            ),
        ),
    ]
