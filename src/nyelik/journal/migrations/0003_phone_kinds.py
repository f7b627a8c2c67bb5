from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("journal", "0002_waiting"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="entryrow",
            index=models.Index(
                condition=models.Q(("kind__in", ("session", "referral", "visit"))),
                fields=["kind", "about"],
                name="journal_entry_phone_kinds",
            ),
        ),
    ]
