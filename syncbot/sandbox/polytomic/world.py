"""What exists around the syncs: models, connections, target objects, policies, and the names of their fields."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import NAMESPACE_DNS, uuid5

from syncbot.sandbox.polytomic.replies import JsonObject, RefusalError

_NAMESPACE = uuid5(NAMESPACE_DNS, "polytomic.example")


def identifier(*words: str) -> str:
    """The uuid that these words always have here: `identifier("model", "Leads")`."""
    return str(uuid5(_NAMESPACE, "/".join(words)))


ORGANIZATION_ID = identifier("organization")
ORGANIZATION_NAME = "Northwind Traders"


@dataclass(slots=True)
class Target:
    """A target object of a connection.

    Attributes:
        document: What GET target/fields answers; its `fields` are kept apart.
        fields: Its fields by id, in order.
        search_values: What the server derives for a sync from this object, or None when it derives nothing.
    """

    document: JsonObject
    fields: dict[str, JsonObject]
    search_values: JsonObject | None = None

    def mode(self, name: str) -> JsonObject | None:
        """The object's mode of that name, or None when it does not allow it."""
        return next((mode for mode in self.document["modes"] if mode["mode"] == name), None)

    def shown(self) -> JsonObject:
        """The whole, as the API answers it."""
        return {**self.document, "fields": list(self.fields.values())}


@dataclass(slots=True)
class World:
    """Everything a sync can refer to. Each `add_*` replaces what has the same id."""

    models: dict[str, JsonObject] = field(default_factory=dict)
    connections: dict[str, JsonObject] = field(default_factory=dict)
    targets: dict[tuple[str, str], Target] = field(default_factory=dict)
    policies: dict[str, JsonObject] = field(default_factory=dict)
    _ids: dict[tuple[str, str], str] = field(default_factory=dict)
    _names: dict[str, tuple[str, str]] = field(default_factory=dict)

    def add_model(self, model_id: str, name: str, **attributes: Any) -> JsonObject:
        """A model without fields yet."""
        model = {"id": model_id, "name": name, "organization_id": ORGANIZATION_ID, "version": 1, **attributes}
        self.models[model_id] = {"fields": [], **model}
        return self.models[model_id]

    def add_model_field(self, model_id: str, name: str, **attributes: Any) -> JsonObject:
        """A field of a model. A second id for a name it has becomes another id of the same field."""
        field_id = attributes.pop("id", None) or identifier("model field", model_id, name)
        self._names[field_id] = (model_id, name)
        if (model_id, name) in self._ids:
            return next(known for known in self.models[model_id]["fields"] if known["name"] == name)
        self._ids[model_id, name] = field_id
        label = attributes.pop("label", name.replace("_", " ").capitalize())
        document = {"id": field_id, "name": name, "label": label, "type": "string", "user_added": False, **attributes}
        self.models[model_id]["fields"].append(document)
        return document

    def prefer_field_id(self, model_id: str, name: str, field_id: str) -> None:
        """Show the field under this uuid from now on; earlier ones stay known."""
        self.add_model_field(model_id, name, id=field_id)["id"] = field_id
        self._ids[model_id, name] = field_id

    def remove_model_field(self, model_id: str, name: str) -> None:
        """As when a column disappears from the warehouse; syncs go on naming it."""
        del self._names[self._ids.pop((model_id, name))]
        model = self.models[model_id]
        model["fields"] = [known for known in model["fields"] if known["name"] != name]

    def field_id(self, model_id: str, name: str) -> str | None:
        """The uuid of a model's field, or None when there is no such field."""
        return self._ids.get((model_id, name))

    def field_of(self, field_id: str) -> tuple[str, str] | None:
        """Model id and name of the field with this uuid, or None."""
        return self._names.get(field_id)

    def add_target_field(
        self,
        target: tuple[str, str],
        field_id: str,
        name: str = "",
        **attributes: Any,
    ) -> JsonObject:
        """A field of the target object (connection id, object id); writable and filterable unless said otherwise."""
        document = {
            "id": field_id,
            "name": name or field_id,
            "type": "string",
            "description": "",
            "required": False,
            "createable": True,
            "updateable": True,
            "encryptable": False,
            "filterable": True,
            "supports_identity": False,
            **attributes,
        }
        self.targets[target].fields[field_id] = document
        return document

    def remove_target_field(self, target: tuple[str, str], field_id: str) -> None:
        """As when somebody deletes a field in the destination; syncs go on naming it."""
        del self.targets[target].fields[field_id]

    def target(self, connection_id: str, object_id: str) -> Target:
        """The target object. Raises the refusal (404) when there is none."""
        if connection_id not in self.connections:
            raise RefusalError(404, "not_found", f"connection {connection_id} not found")
        found = self.targets.get((connection_id, object_id))
        if found is None:
            raise RefusalError(404, "not_found", f"target {object_id!r} not found", target=object_id)
        return found
