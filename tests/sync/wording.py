"""What is known around the syncs whose words are tested."""

from __future__ import annotations

from syncbot.sync.known import Known, Model, ModelField, Target, TargetField, TargetMode

USERS = "model-users"
PLANS = "model-plans"

ONE_MODEL = Known(
    models={
        USERS: Model(
            USERS,
            "Users",
            (
                ModelField("email", "E-mail", field_id="uuid-email"),
                ModelField("name", "name", field_id="uuid-name"),
                ModelField("domain", ""),
            ),
        )
    },
    target=Target(
        "contacts",
        "Contact",
        (TargetField("Email", "E-mail address"), TargetField("Name", "Name")),
        modes=(TargetMode("update", "Update only"), TargetMode("append")),
        connection_name="HubSpot (production)",
    ),
)
TWO_MODELS = Known(
    models=ONE_MODEL.models | {PLANS: Model(PLANS, "Plans", (ModelField("plan", "Plan"),))}, target=ONE_MODEL.target
)


def source(field: str, model_id: str = USERS) -> dict[str, str]:
    """A source as the API has it."""
    return {"model_id": model_id, "field": field}
