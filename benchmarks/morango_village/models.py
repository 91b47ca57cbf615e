"""Households and the people in them, as morango's own models."""

from __future__ import annotations

from django.db import models
from morango.models.core import SyncableModel

PROFILE = "village"


class House(SyncableModel):
    morango_profile = PROFILE
    morango_model_name = "house"

    group_no = models.IntegerField()
    head_name = models.TextField()

    def calculate_source_id(self):
        return None

    def calculate_partition(self):
        return "v07"


class Person(SyncableModel):
    morango_profile = PROFILE
    morango_model_name = "person"

    house = models.ForeignKey(House, on_delete=models.CASCADE)
    name = models.TextField()
    phone = models.TextField(null=True)
    position = models.IntegerField()

    def calculate_source_id(self):
        return None

    def calculate_partition(self):
        return "v07"
