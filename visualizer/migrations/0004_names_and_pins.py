"""Each who asked for a run names and pins it for himself. What there is was the first one's."""

from django.db import migrations, models


def to_the_first(apps, schema_editor):
    runs = apps.get_model("visualizer", "Run").objects.exclude(name="", pinned=False)
    askers = apps.get_model("visualizer", "Asker").objects
    for run in runs.only("name", "pinned"):
        first = askers.filter(run=run).order_by("id").first()
        if first is not None:
            first.name, first.pinned = run.name, run.pinned
            first.save(update_fields=["name", "pinned"])


class Migration(migrations.Migration):
    dependencies = [("visualizer", "0003_forks")]

    operations = [
        migrations.AddField(
            model_name="asker",
            name="name",
            field=models.CharField(blank=True, default="", max_length=80),
        ),
        migrations.AddField(
            model_name="asker",
            name="pinned",
            field=models.BooleanField(default=False),
        ),
        migrations.RunPython(to_the_first, migrations.RunPython.noop),
    ]
