"""Records of a village merged by morango: from its buffer into its store, and out of it into the
tables. Run by the Python of an environment of its own that knows none of ours.

What comes before, the session over the network and its certificates, is left out in its favour.
"""

from __future__ import annotations

import json
import sys
import time
import uuid
from pathlib import Path

INSTANCE = uuid.uuid4().hex


def main(database: str, count: str) -> None:
    sys.path.insert(0, str(Path(__file__).parent))
    set_up(database)
    from morango.sync.operations import _dequeue_into_store, _deserialize_from_store
    from morango_village.models import PROFILE, House, Person

    houses = int(count) // 5
    session = fill_buffer(houses)
    start = time.perf_counter()
    _dequeue_into_store(session, json.dumps({INSTANCE: 1}))
    merged = time.perf_counter()
    _deserialize_from_store(PROFILE)
    end = time.perf_counter()
    assert House.objects.count() == houses, House.objects.count()
    assert Person.objects.count() == houses * 4, Person.objects.count()
    print(f"merged={(merged - start) * 1000}")
    print(f"applied={(end - merged) * 1000}")


def set_up(database: str) -> None:
    import django
    from django.conf import settings
    from django.core.management import call_command

    settings.configure(
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": database}},
        INSTALLED_APPS=[
            "django.contrib.auth", "django.contrib.contenttypes", "rest_framework", "mptt",
            "morango", "morango_village",
        ],
        SECRET_KEY="nothing here is secret",
        USE_TZ=True,
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    )  # fmt: skip
    django.setup()
    call_command("migrate", run_syncdb=True, verbosity=0)


def fill_buffer(houses: int):
    """What morango has when everything has arrived: the records, and the counters of each."""
    from django.utils import timezone
    from morango.models.core import (
        Buffer,
        InstanceIDModel,
        RecordMaxCounterBuffer,
        SyncSession,
        TransferSession,
    )
    from morango_village.models import PROFILE

    InstanceIDModel.get_or_create_current_instance()
    now = timezone.now()
    session = SyncSession.objects.create(
        id=uuid.uuid4().hex, profile=PROFILE, last_activity_timestamp=now
    )
    transfer = TransferSession.objects.create(
        id=uuid.uuid4().hex, filter="v07", push=True, sync_session=session,
        last_activity_timestamp=now,
    )  # fmt: skip
    records = list(written(houses))
    Buffer.objects.bulk_create(
        [
            Buffer(
                transfer_session=transfer, model_uuid=rid, profile=PROFILE, model_name=name,
                serialized=json.dumps({"id": rid, **said}), partition="v07", source_id=rid,
                last_saved_instance=INSTANCE, last_saved_counter=1,
            )
            for name, rid, said in records
        ],
        batch_size=500,
    )  # fmt: skip
    RecordMaxCounterBuffer.objects.bulk_create(
        [
            RecordMaxCounterBuffer(
                transfer_session=transfer, model_uuid=rid, instance_id=INSTANCE, counter=1
            )
            for _, rid, _ in records
        ],
        batch_size=500,
    )
    return transfer


def written(houses: int):
    for number in range(houses):
        house = uuid.uuid4().hex
        yield "house", house, {"group_no": number % 8, "head_name": "马占山"}
        for place in range(4):
            said = {"house_id": house, "name": "马文秀", "phone": "13893247150", "position": place}
            yield "person", uuid.uuid4().hex, said


if __name__ == "__main__":
    main(*sys.argv[1:3])
