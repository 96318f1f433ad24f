"""Indexes for the order of lists."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("visits", "0002_meals_and_costs"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="letter",
            name="letter_by_office",
        ),
        migrations.AddIndex(
            model_name="letter",
            index=models.Index(
                fields=["office", "-received_on", "-number"], name="letter_by_office"
            ),
        ),
        migrations.AddIndex(
            model_name="letter",
            index=models.Index(
                fields=["-received_on", "-number"], name="letter_by_day"
            ),
        ),
        migrations.AddIndex(
            model_name="visit",
            index=models.Index(
                fields=["state", "-arrives_at", "-number"], name="visit_by_state_day"
            ),
        ),
    ]
