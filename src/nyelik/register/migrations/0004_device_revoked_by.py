import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("register", "0003_field_devices"),
    ]

    operations = [
        migrations.AddField(
            model_name="device",
            name="revoked_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="devices_ended",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]
