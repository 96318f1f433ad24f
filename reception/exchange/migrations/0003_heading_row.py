"""In which row of a file its headings stand."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the column."""

    dependencies = [("exchange", "0002_forgiving")]

    operations = [
        migrations.AddField(
            model_name="batch",
            name="headed_at",
            field=models.PositiveIntegerField(default=0),
        )
    ]
