"""Fast implementation of the datetime type."""
from __future__ import annotations

from interpreter.gateway.modules import define_module
from interpreter.modules.datetime.calendar import MAXIMUM_YEAR, MINIMUM_YEAR
from interpreter.modules.datetime.date_methods import date_type
from interpreter.modules.datetime.datetime_methods import datetime_type
from interpreter.modules.datetime.delta_methods import timedelta_type
from interpreter.modules.datetime.moments import UTC
from interpreter.modules.datetime.time_methods import time_type
from interpreter.modules.datetime.zone_methods import timezone_type, tzinfo_type
from interpreter.objects.int import new_int

define_module(__name__, "_datetime", contents={
    "MINYEAR": new_int(MINIMUM_YEAR), "MAXYEAR": new_int(MAXIMUM_YEAR), "UTC": UTC, "date": date_type, "datetime": datetime_type, "time": time_type,
    "timedelta": timedelta_type, "timezone": timezone_type, "tzinfo": tzinfo_type})
