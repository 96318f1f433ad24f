import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("compliance", "0006_certified_staff"),
        ("venues", "0002_houses"),
        ("visits", "0005_bookings_and_gifts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Shift",
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
                        help_text="Left empty, the office makes it, such as HB-W-2026-0001.",
                        max_length=30,
                        unique=True,
                        verbose_name="number",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("day", "day"),
                            ("night", "night"),
                            ("standby", "stand-by"),
                        ],
                        default="day",
                        max_length=8,
                        verbose_name="kind",
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
                        help_text="Some duties need a certificate, such as the fire control room; empty: general duty.",
                        max_length=16,
                        verbose_name="duty",
                    ),
                ),
                (
                    "task",
                    models.CharField(
                        blank=True,
                        help_text="Such as leader on duty, or reception desk.",
                        max_length=80,
                        verbose_name="task",
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="starts")),
                ("ends_at", models.DateTimeField(verbose_name="ends")),
                (
                    "note",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="remarks"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "planned"),
                            ("confirmed", "confirmed"),
                            ("worked", "worked"),
                            ("absent", "absent"),
                        ],
                        default="planned",
                        editable=False,
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="entered by",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shifts",
                        to="compliance.staffmember",
                        verbose_name="person on duty",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        blank=True,
                        help_text="Fill in the office or the venue, not both.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shifts",
                        to="accounts.office",
                        verbose_name="at the office",
                    ),
                ),
                (
                    "venue",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shifts",
                        to="venues.venue",
                        verbose_name="at the venue",
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        blank=True,
                        help_text="If the shift is because of one.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shifts",
                        to="visits.visit",
                        verbose_name="visit",
                    ),
                ),
            ],
            options={
                "verbose_name": "shift",
                "verbose_name_plural": "shifts",
                "ordering": ("-starts_at", "member"),
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
            name="ShiftSwap",
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
                ("reason", models.CharField(max_length=200, verbose_name="reason")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "asked"),
                            ("agreed", "agreed"),
                            ("approved", "approved"),
                            ("declined", "declined"),
                            ("refused", "refused"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="asked",
                        editable=False,
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="asked at")),
                (
                    "agreed_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="agreed at"
                    ),
                ),
                (
                    "decided_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="decided at"
                    ),
                ),
                (
                    "agreed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="agreed by",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="asked by",
                    ),
                ),
                (
                    "colleague",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="swaps_offered",
                        to="compliance.staffmember",
                        verbose_name="takes it over",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "holder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="compliance.staffmember",
                        verbose_name="gives it",
                    ),
                ),
                (
                    "in_return",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="visits.shift",
                        verbose_name="shift in return",
                    ),
                ),
                (
                    "shift",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="swaps",
                        to="visits.shift",
                        verbose_name="shift",
                    ),
                ),
            ],
            options={
                "verbose_name": "swap of shifts",
                "verbose_name_plural": "swaps of shifts",
                "ordering": ("-asked_at", "-id"),
                "permissions": [
                    ("join_shiftswap", "Asks for and agrees to swaps of own shifts"),
                    ("approve_shiftswap", "Approves swaps of shifts"),
                ],
                "abstract": False,
                "default_permissions": ("view", "export"),
            },
        ),
        migrations.CreateModel(
            name="Assignment",
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
                    "duty",
                    models.CharField(
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
                ("first_day", models.DateField(verbose_name="first day")),
                ("last_day", models.DateField(verbose_name="last day")),
                (
                    "note",
                    models.CharField(
                        blank=True,
                        help_text="Such as whom the person looks after, or which car.",
                        max_length=200,
                        verbose_name="remarks",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="entered by",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="compliance.staffmember",
                        verbose_name="person assigned",
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assignments",
                        to="visits.visit",
                        verbose_name="visit",
                    ),
                ),
            ],
            options={
                "verbose_name": "assignment",
                "verbose_name_plural": "assignments",
                "ordering": ("-first_day", "visit", "duty", "member"),
                "abstract": False,
                "default_permissions": (
                    "add",
                    "change",
                    "delete",
                    "view",
                    "export",
                    "import",
                ),
                "indexes": [
                    models.Index(
                        fields=["member", "first_day"], name="assignment_by_member"
                    ),
                    models.Index(fields=["last_day"], name="assignment_by_end"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("visit", "member", "duty", "first_day"),
                        name="assignment_once",
                        violation_error_message="This person has this duty for the visit from this day on already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("last_day__gte", models.F("first_day"))),
                        name="assignment_ends_after_it_starts",
                        violation_error_message="An assignment cannot end before it starts.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RestLimit",
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
                    "days_in_a_row",
                    models.PositiveSmallIntegerField(
                        default=6,
                        help_text="Days of work without a free day.",
                        verbose_name="days in a row",
                    ),
                ),
                (
                    "hours_a_week",
                    models.PositiveSmallIntegerField(
                        default=44,
                        help_text="Monday to Sunday, without stand-by.",
                        verbose_name="hours a week",
                    ),
                ),
                (
                    "nights_in_a_row",
                    models.PositiveSmallIntegerField(
                        default=3, verbose_name="nights in a row"
                    ),
                ),
                (
                    "hours_between",
                    models.PositiveSmallIntegerField(
                        default=11,
                        help_text="From the end of one shift to the start of the next.",
                        verbose_name="hours between shifts",
                    ),
                ),
                (
                    "days_to_tell",
                    models.PositiveSmallIntegerField(
                        default=14,
                        help_text="Days of work without a free day.",
                        verbose_name="days until the head is told",
                    ),
                ),
                (
                    "document",
                    models.CharField(
                        blank=True,
                        help_text="The local document that sets it; empty: to be confirmed locally.",
                        max_length=120,
                        verbose_name="document",
                    ),
                ),
                (
                    "office",
                    models.OneToOneField(
                        error_messages={
                            "unique": "This office has its limits; change those."
                        },
                        help_text="Binds this office, its venues and the offices below that have none.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rest_limit",
                        to="accounts.office",
                        verbose_name="office",
                    ),
                ),
            ],
            options={
                "verbose_name": "limits of rest",
                "verbose_name_plural": "limits of rest",
                "ordering": ("office",),
                "abstract": False,
                "default_permissions": (
                    "add",
                    "change",
                    "delete",
                    "view",
                    "export",
                    "import",
                ),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("days_in_a_row__gte", 1),
                            ("days_in_a_row__lte", 60),
                            ("days_to_tell__gte", 1),
                            ("days_to_tell__lte", 60),
                            ("hours_a_week__gte", 1),
                            ("hours_a_week__lte", 168),
                            ("hours_between__lte", 24),
                            ("nights_in_a_row__gte", 1),
                            ("nights_in_a_row__lte", 60),
                        ),
                        name="rest_limit_is_possible",
                        violation_error_message="Limits are 1 to 60 days and nights, 1 to 168 hours a week and at most 24 hours between shifts.",
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="shift",
            index=models.Index(fields=["office", "starts_at"], name="shift_by_office"),
        ),
        migrations.AddIndex(
            model_name="shift",
            index=models.Index(fields=["venue", "starts_at"], name="shift_by_venue"),
        ),
        migrations.AddIndex(
            model_name="shift",
            index=models.Index(fields=["-starts_at", "member"], name="shift_by_start"),
        ),
        migrations.AddConstraint(
            model_name="shift",
            constraint=models.UniqueConstraint(
                fields=("member", "starts_at"),
                name="shift_once",
                violation_error_message="This person has a shift that starts at this time.",
            ),
        ),
        migrations.AddConstraint(
            model_name="shift",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("office__isnull", False), ("venue__isnull", True)),
                    models.Q(("office__isnull", True), ("venue__isnull", False)),
                    _connector="OR",
                ),
                name="shift_has_one_place",
                violation_error_message="A shift is at one office or at one venue.",
            ),
        ),
        migrations.AddConstraint(
            model_name="shift",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                name="shift_ends_after_it_starts",
                violation_error_message="A shift must end after it starts.",
            ),
        ),
        migrations.AddConstraint(
            model_name="shiftswap",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("asked", "agreed"))),
                fields=("shift",),
                name="swap_one_open",
                violation_error_message="A swap of this shift is open already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="shiftswap",
            constraint=models.UniqueConstraint(
                fields=("shift", "asked_at"),
                name="swap_asked_once",
                violation_error_message="A swap of this shift was asked at this moment.",
            ),
        ),
        migrations.AddConstraint(
            model_name="shiftswap",
            constraint=models.CheckConstraint(
                condition=models.Q(("holder", models.F("colleague")), _negated=True),
                name="swap_between_two",
                violation_error_message="A swap is between two people.",
            ),
        ),
        migrations.AddConstraint(
            model_name="shiftswap",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True),
                name="swap_says_why",
                violation_error_message="Say why.",
            ),
        ),
        migrations.AddConstraint(
            model_name="shiftswap",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("agreed_at__isnull", False),
                        ("agreed_by__isnull", False),
                        ("state__in", ("agreed", "approved")),
                    ),
                    models.Q(("agreed_by__isnull", True), ("state", "asked")),
                    ("state__in", ("declined", "refused", "withdrawn")),
                    _connector="OR",
                ),
                name="swap_agreed_iff_agreer",
                violation_error_message="An agreed swap names who agreed, and when.",
            ),
        ),
        migrations.AddConstraint(
            model_name="shiftswap",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                        ("state__in", ("approved", "refused")),
                    ),
                    models.Q(
                        ("decided_by__isnull", True),
                        ("state__in", ("asked", "agreed", "declined", "withdrawn")),
                    ),
                    _connector="OR",
                ),
                name="swap_decided_iff_decider",
                violation_error_message="A decision names who decided, and when.",
            ),
        ),
        migrations.AddConstraint(
            model_name="shiftswap",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by__isnull", True),
                    models.Q(
                        models.Q(("decided_by", models.F("asked_by")), _negated=True),
                        models.Q(
                            ("agreed_by__isnull", True),
                            models.Q(
                                ("decided_by", models.F("agreed_by")), _negated=True
                            ),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="swap_decided_by_another",
                violation_error_message="Whoever asked for a swap or agreed to it cannot decide on it.",
            ),
        ),
    ]
