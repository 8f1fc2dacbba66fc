"""Scenes for tests of views, what Slack would answer for a view that nobody touched, and the check of its rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st

from syncbot.changes.model import Session
from syncbot.sandbox.slack.rules.payload import blocks_too_long, breaches_of_blocks, breaches_of_view, too_large
from syncbot.slack.scene import Place, Scene, at_place
from syncbot.sync.difference import difference
from syncbot.sync.document import JsonObject, Shape, configuration
from syncbot.sync.known import Known, Model, ModelField, Target, TargetField, TargetMode

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MODEL = "7f8bc6f2-c43b-57a2-b5a1-be2ba5a532fb"
SYNC = "5353a730-b5fe-5f55-b686-a541944e3575"
SESSION = "session-1"

EXTREMES = (
    "<!channel> @here *all* `code` & <@U1>",
    "👨‍👩‍👧‍👦" * 500,
    "שלום \u202eevil\u202c עולם " * 100,
    "x" * 3000,
    "&" * 3000,
    "`" * 3000,
    "a\nb\r\n\tc\x00\x07",
    "   ",
    "\u200f",
    "*_~" * 200,
)

texts = st.sampled_from(EXTREMES) | st.text(st.characters(codec="utf-8"), max_size=60)


def mapping(field: str, target: str, **more: object) -> JsonObject:
    return {"source": {"model_id": MODEL, "field": field}, "target": target, **more}


def sync(**changed: object) -> JsonObject:
    return {
        "id": SYNC,
        "name": "Leads to Salesforce",
        "mode": "updateOrCreate",
        "active": True,
        "model_ids": [MODEL],
        "fields": [mapping("email", "Email"), mapping("first_name", "FirstName", sync_mode="create")],
        "override_fields": [],
        "target": {"connection_id": "af460ebd-f966-57ac-bf71-f1cf6cba8ac4", "object": "Contact", "configuration": {}},
        "schedule": {"frequency": "daily", "hour": "5", "minute": "0"},
        "identities": {"mappings": [], "strategy": "priority"},
        "sync_all_records": False,
        "only_enrich_updates": False,
        "skip_initial_backfill": False,
        **changed,
    }


def known(*fields: tuple[str, str], targets: tuple[tuple[str, str], ...] = ()) -> Known:
    model_fields = fields or (("email", "E-mail"), ("first_name", "First name"), ("last_name", "last_name"))
    target_fields = targets or (("Email", "Email"), ("FirstName", "First Name"), ("LastName", "Last Name"))
    return Known(
        models={MODEL: Model(MODEL, "Leads", tuple(ModelField(name, label) for name, label in model_fields))},
        target=Target(
            "Contact",
            "Contact",
            tuple(TargetField(field_id, name) for field_id, name in target_fields),
            modes=(TargetMode("updateOrCreate", supports_field_sync_mode=True), TargetMode("update")),
            supports_field_creation=True,
            supports_field_encryption=True,
        ),
    )


def wide(count: int, name: Callable[[int], str] = "field {}".format) -> tuple[JsonObject, Known]:
    fields = tuple((name(number), f"{name(number)} label") for number in range(count))
    targets = tuple((f"{name(number)}__c", name(number)) for number in range(count))
    doc = sync(fields=[mapping(field, target) for (field, _), (target, _) in zip(fields, targets, strict=True)])
    return doc, known(*fields, targets=targets)


def scene(base: JsonObject, around: Known, *, place: Place | None = None, draft: JsonObject | None = None) -> Scene:
    """A scene in Berlin, at revision 3; without a draft, the draft is what was read."""
    draft = configuration(base, Shape.GROUPED) if draft is None else draft
    session = at_place(Session(SESSION, "U1", SYNC, base, draft, 3, 0.0), place or Place())
    changed = difference(base, draft, shape=Shape.GROUPED, known=around)
    return Scene.of(session, around, NOW, changed=changed, zone="Europe/Berlin")


def assert_view_keeps_the_rules(view: Mapping[str, Any]) -> None:
    assert [str(breach) for breach in breaches_of_view(view)] == []
    assert not too_large(view)


def assert_message_keeps_the_rules(message: Mapping[str, Any]) -> None:
    assert message["text"]
    assert [str(breach) for breach in breaches_of_blocks(message["blocks"])] == []
    assert not blocks_too_long(message["blocks"])


def untouched(view: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """`view.state.values` of a view as it was drawn."""
    return {
        block["block_id"]: {block["element"]["action_id"]: _state(block["element"])}
        for block in view["blocks"]
        if block["type"] == "input"
    }


def nulls(view: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """`view.state.values` as Slack sends it for untouched inputs after an update: nothing but nulls."""
    return {
        block_id: {action: dict.fromkeys(("value", "selected_option", "selected_options"), None) for action in actions}
        for block_id, actions in untouched(view).items()
    }


def answered(view: Mapping[str, Any], **given: str | list[str]) -> dict[str, dict[str, Any]]:
    """An untouched view's values with other answers, by action id: text, an option's value, or several in a list."""
    values = untouched(view)
    for actions in values.values():
        for action in actions.keys() & given.keys():
            actions[action] = _given(given[action])
    return values


def elements(view: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Every button and input of a view or message, in order."""
    for block in view["blocks"]:
        yield from block.get("elements", ()) if block["type"] == "actions" else ()
        yield from (block[key] for key in ("accessory", "element") if key in block)


def labels(view: Mapping[str, Any]) -> list[str]:
    """What a person can press, by what a screen reader says."""
    buttons = (element for element in elements(view) if element["type"] == "button")
    return [button.get("accessibility_label") or button["text"]["text"] for button in buttons]


def input_labels(view: Mapping[str, Any]) -> list[str]:
    """What stands over the inputs."""
    return [block["label"]["text"] for block in view["blocks"] if block["type"] == "input"]


def words(view: Mapping[str, Any]) -> str:
    """All text of sections, contexts, headers and input labels, a line each."""
    lines = []
    for block in view["blocks"]:
        lines += [block[key]["text"] for key in ("text", "label", "hint") if key in block]
        if block["type"] == "context":
            lines += [element["text"] for element in block["elements"]]
    return "\n".join(lines)


def _state(element: Mapping[str, Any]) -> dict[str, Any]:
    kind = element["type"]
    if kind == "checkboxes":
        return {"type": kind, "selected_options": element.get("initial_options", [])}
    if kind.endswith(("select", "radio_buttons")):
        return {"type": kind, "selected_option": element.get("initial_option")}
    return {"type": kind, "value": element.get("initial_value")}


def _given(answer: str | list[str]) -> dict[str, Any]:
    if isinstance(answer, list):
        return {"selected_options": [{"value": value} for value in answer]}
    return {"value": answer, "selected_option": {"value": answer}}
