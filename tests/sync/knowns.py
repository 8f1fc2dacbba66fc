"""What is known of a made-up world, for tests."""

from __future__ import annotations

from typing import Final

from syncbot.sync.known import Known, Model, ModelField, Target, TargetField, TargetMode

USERS: Final = Model(
    "m1",
    "Users",
    (
        ModelField("email", "E-mail"),
        ModelField("full_name", "Full name"),
        ModelField("a.b", "Dotted"),
        ModelField("id", "User id"),
    ),
)
ORDERS: Final = Model("m2", "Orders v1.0", (ModelField("id", "Order id"), ModelField("total", "Total")))
CONTACT: Final = Target(
    "Contact",
    "Contact",
    (
        TargetField("Email", "Email"),
        TargetField("LastName", "Last name", required=True),
        TargetField("Phone__c", "Phone"),
        TargetField("Mobile__c", "Mobile"),
        TargetField("Old_Mobile__c", "Mobile"),
    ),
    (TargetMode("update", requires_identity=True), TargetMode("create"), TargetMode("remove")),
    supports_field_creation=True,
)
ONE_MODEL: Final = Known({"m1": USERS}, CONTACT)
TWO_MODELS: Final = Known({"m1": USERS, "m2": ORDERS}, CONTACT)
