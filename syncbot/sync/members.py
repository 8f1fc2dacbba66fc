"""The scalars inside grouped rows of the table of fields, each of which can be set by itself."""

from __future__ import annotations

from typing import Final

from syncbot.sync.rows import Input, Member

SCHEDULE: Final = (
    Member("frequency", "Repeat", Input.FREQUENCY),
    Member("minute", "Minute", Input.CLOCK, nullable=True),
    Member("hour", "Hour", Input.CLOCK, nullable=True),
    Member("day_of_week", "Day of the week", Input.CLOCK, nullable=True),
    Member("day_of_month", "Day of the month", Input.CLOCK, nullable=True),
    Member("month", "Month", Input.CLOCK, nullable=True),
    Member("connection_id", "dbt Cloud connection", Input.TEXT),
    Member("job_id", "dbt Cloud job", Input.NUMBER, nullable=True),
    Member("run_after_success_only", "Only after a run without errors", Input.SWITCH, nullable=True),
)
TARGET: Final = (
    Member("connection_id", "Connection", Input.TEXT, drops=("search_values",)),
    Member("object", "Object", Input.TEXT, drops=("search_values",)),
    Member("new_name", "Name of the new object", Input.TEXT),
)
LOGIC: Final = (Member("logic", "Logic", Input.LOGIC, nullable=True),)
CLASSIC_LOGIC: Final = (
    Member("filter_logic", "Logic", Input.LOGIC, nullable=True, path=("filter_logic",)),
    Member("target_logic", "Logic on the target", Input.LOGIC, nullable=True, path=("target", "filter_logic")),
)
IDENTITIES: Final = (Member("strategy", "How they work together", Input.STRATEGY),)
