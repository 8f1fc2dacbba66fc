"""The part *Target*: connection and object, and the object's settings one by one."""

from __future__ import annotations

from collections.abc import Sequence

from syncbot.errors import InvalidInput
from syncbot.slack.asking import STILL_LOADING
from syncbot.slack.parts.any_value import any_answers, any_in, any_questions, settled_any
from syncbot.slack.parts.form import Answers, Kind, Pick, Question, text_of
from syncbot.slack.parts.item_part import Button, Group, ItemForm, ItemPart, ItemRow, Spot, item_at
from syncbot.slack.scene import Scene
from syncbot.sync.difference import Kind as Change
from syncbot.sync.document import ABSENT, JsonObject, same
from syncbot.sync.fields import Part
from syncbot.sync.known import Connection, TargetObject
from syncbot.sync.named_choice import meant_by
from syncbot.sync.phrases import value_words
from syncbot.sync.target_edits import (
    Setting,
    add_setting,
    change_setting,
    gone_targets,
    put_back_setting,
    remove_setting,
    set_target,
    settings,
    target_place,
)

CONNECTION = "connection"
OBJECT = "object"
KEY = "key"
VALUE = "setting"

CONNECTION_LABEL = "Connection"
OBJECT_LABEL = "Object"
SETTING_TITLE = "Setting"
ADD_SETTING = "Add setting"
KEY_LABEL = "Setting"
VALUE_LABEL = "Value"
KEY_HINT = "The name that the connection knows it by. Names and values are passed on as they are."
NO_VALUE = "The setting has no value."
WRITE_VALUE = "Write one; as JSON, null means none."
TYPE_TO_SEARCH = "Type to search, or write one and take the last line."
SETTINGS = "Settings of the target"
ANOTHER_OBJECT = (
    "Another object: its fields are other fields, so each mapping, identity, filter and fixed value has to fit it. "
    "What Polytomic keeps to find the old object goes. Records already sent to the old object stay there."
)
GONE_FIELDS = "{count} of the fields that this sync writes are not in the object: {fields}."
NEW_NAME = "Polytomic makes a new object here, {name}; that is kept as it is."
NOT_KNOWN = (
    "Which connections there are is not known yet: Polytomic did not answer. What is typed is checked at the review."
)

_FIELDS_NAMED = 5


def groups(scene: Scene) -> tuple[Group, ...]:
    """The settings, the removed ones last."""
    now = {each.item_id: each for each in settings(scene.session.draft)}
    had = {each.item_id: each for each in settings(scene.session.base)}
    rows = [_row(now.get(item_id), had.get(item_id)) for item_id in {**now, **had}]
    return (Group(tuple(row for row in rows if row), heading=SETTINGS, buttons=(Button(ADD_SETTING),)),)


def _row(now: Setting | None, had: Setting | None) -> ItemRow | None:
    shown = now or had
    if shown is None:
        return None
    kind = Change.ADDED if had is None else Change.REMOVED if now is None else None
    if now and had and not same(now.value, had.value):
        kind = Change.CHANGED
    return ItemRow(shown.item_id, f"{shown.key}: {value_words(shown.value)}", shown.key, kind)


def _root_answers(scene: Scene, _spot: Spot) -> Answers:
    place = target_place(scene.session.draft)
    return {CONNECTION: place.connection_id, OBJECT: place.object_id}


def _root_questions(scene: Scene, _spot: Spot, given: Answers) -> tuple[Question, ...]:
    connection_id, object_id = text_of(given, CONNECTION), text_of(given, OBJECT)
    connections, objects = scene.choosable.connections, scene.choosable.objects.get(connection_id)
    named = {each.connection_id: _connection_words(each) for each in connections or ()}
    called = {each.object_id: _object_words(each.object_id, each.name) for each in objects or ()}
    return (
        Question(
            CONNECTION,
            CONNECTION_LABEL,
            Kind.FIND,
            _picks(named, connection_id),
            hint=TYPE_TO_SEARCH,
            redraws=True,
            resolve=lambda text: meant_by(text, connection_names(connections), "connection"),
            missing=STILL_LOADING if connections is None else "",
        ),
        Question(
            OBJECT,
            OBJECT_LABEL,
            Kind.FIND,
            _picks(called, object_id),
            hint=TYPE_TO_SEARCH,
            redraws=True,
            resolve=lambda text: meant_by(text, _object_names(objects), "object"),
            missing=STILL_LOADING if objects is None else "",
        ),
    )


def _root_settled(_scene: Scene, _spot: Spot, was: Answers, now: Answers) -> Answers:
    """With another connection, the object has to be chosen anew."""
    moved = text_of(was, CONNECTION) != text_of(now, CONNECTION)
    return {**now, OBJECT: ""} if moved and text_of(was, OBJECT) == text_of(now, OBJECT) else now


def _root_taken(scene: Scene, spot: Spot, given: Answers) -> JsonObject:
    doc, was = scene.session.draft, _root_answers(scene, spot)
    if given[CONNECTION] == was[CONNECTION] and given[OBJECT] == was[OBJECT]:
        return doc
    return set_target(doc, connection_id=text_of(given, CONNECTION), object_id=text_of(given, OBJECT))


def _root_notes(scene: Scene, _spot: Spot, given: Answers) -> tuple[str, ...]:
    base, place = target_place(scene.session.base), target_place(scene.session.draft)
    lines = [NOT_KNOWN] if scene.choosable.connections is None else []
    if (text_of(given, CONNECTION), text_of(given, OBJECT)) != (base.connection_id, base.object_id):
        lines.append(ANOTHER_OBJECT)
    gone = sorted(gone_targets(scene.session.draft, scene.known))
    if gone:
        more = ", …" if len(gone) > _FIELDS_NAMED else ""
        lines.append(GONE_FIELDS.format(count=len(gone), fields=", ".join(gone[:_FIELDS_NAMED]) + more))
    if place.new_name:
        lines.append(NEW_NAME.format(name=place.new_name))
    return tuple(lines)


def _answers(scene: Scene, spot: Spot) -> Answers:
    was = _setting(scene.session.draft, spot)
    return {KEY: was.key if was else "", **any_answers(was.value if was else ABSENT, VALUE)}


def _questions(_scene: Scene, spot: Spot, given: Answers) -> tuple[Question, ...]:
    key = () if spot.item_id else (Question(KEY, KEY_LABEL, hint=KEY_HINT),)
    label = text_of(given, KEY) if spot.item_id else VALUE_LABEL
    return (*key, *any_questions(given, VALUE, label or VALUE_LABEL))


def _taken(scene: Scene, spot: Spot, given: Answers) -> JsonObject:
    doc, was = scene.session.draft, _setting(scene.session.draft, spot)
    value = any_in(given, was.value if was else ABSENT, VALUE)
    if value is ABSENT:
        raise InvalidInput(NO_VALUE, next_step=WRITE_VALUE, field=VALUE)
    return change_setting(doc, spot.item_id, value) if was else add_setting(doc, text_of(given, KEY), value)


def _setting(doc: JsonObject, spot: Spot) -> Setting | None:
    """The setting at a spot; None for a new one. Raises InvalidInput when it is gone."""
    return item_at(settings(doc), spot, "setting")


def _picks(named: dict[str, str], present: str) -> tuple[Pick, ...]:
    every = {present: present, **named} if present and present not in named else named
    return tuple(Pick(value, text) for value, text in every.items())


def connection_names(known: Sequence[Connection] | None) -> dict[str, str] | None:
    """The names of the connections by id; None when they are not known."""
    return None if known is None else {each.connection_id: each.name for each in known}


def _object_names(known: Sequence[TargetObject] | None) -> dict[str, str] | None:
    return None if known is None else {each.object_id: each.name for each in known}


def _connection_words(connection: Connection) -> str:
    kind = f" ({connection.type})" if connection.type else ""
    return f"{connection.name}{kind}"


def _object_words(object_id: str, name: str) -> str:
    return f"{object_id} ({name})" if name and name != object_id else object_id


ROOT = ItemForm(SETTINGS, _root_answers, _root_questions, _root_taken, _root_settled, _root_notes)
"""Connection and object, in the root view."""

PART = ItemPart(
    part=Part.TARGET,
    groups=groups,
    form=ItemForm(
        SETTING_TITLE,
        _answers,
        _questions,
        _taken,
        settled=lambda _scene, _spot, was, now: settled_any(was, now, VALUE),
    ),
    removed=lambda scene, spot: remove_setting(scene.session.draft, spot.item_id),
    put_back=lambda scene, spot: put_back_setting(scene.session.draft, scene.session.base, spot.item_id),
)
