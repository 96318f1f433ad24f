"""Indexes for the order of lists."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("compliance", "0002_initial"),
        ("venues", "0001_initial"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="certificate",
            name="certificate_by_end",
        ),
        migrations.AddIndex(
            model_name="certificate",
            index=models.Index(fields=["valid_until", "id"], name="certificate_by_end"),
        ),
        migrations.AddIndex(
            model_name="inspection",
            index=models.Index(
                fields=["-inspected_on", "-number"], name="inspection_by_day"
            ),
        ),
    ]
