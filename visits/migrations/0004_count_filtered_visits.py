"""One index in which filtered lists of visits are found and counted."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("visits", "0003_list_order"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="visit",
            name="visit_by_office",
        ),
        migrations.RemoveIndex(
            model_name="visit",
            name="visit_by_state",
        ),
        migrations.AddIndex(
            model_name="visit",
            index=models.Index(
                fields=[
                    "host_office",
                    "-arrives_at",
                    "-number",
                    "state",
                    "category",
                    "rank",
                ],
                name="visit_by_office",
            ),
        ),
    ]
