"""A view or a message as the plain text that a person reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from syncbot.sandbox.slack import state
from syncbot.sandbox.slack.answers import Json
from syncbot.sandbox.slack.channels import Message
from syncbot.sandbox.slack.mrkdwn import Reader, spoken, words
from syncbot.sandbox.slack.rules.payload import elements_of
from syncbot.sandbox.slack.views import OpenView


@dataclass(frozen=True, slots=True)
class Screen:
    """What one person sees at one moment.

    Attributes:
        kind: `modal`, `home`, `message`, `ephemeral`, `confirmation` or `notice`.
        title: A modal's title; otherwise where it stands.
        text: All of it, line by line.
        buttons: What can be pressed, by accessibility label where there is one.
        inputs: What inputs show, by label; an empty string for nothing.
        fallback: A message's text as a notification shows it.
        ts: A message's timestamp; `thread_ts` that of the thread it is in.
    """

    kind: str
    title: str
    text: str
    buttons: tuple[str, ...] = ()
    inputs: Mapping[str, str] = field(default_factory=dict)
    fallback: str = ""
    ts: str = ""
    thread_ts: str | None = None

    def __contains__(self, wanted: str) -> bool:
        return squeezed(wanted) in squeezed(self.text)

    def __str__(self) -> str:
        return self.text


def squeezed(text: str) -> str:
    """The text with every run of blanks as one, since nobody reads line breaks."""
    return " ".join(text.split())


def name_of(element: Json, reader: Reader) -> str:
    """What a button is called."""
    return element.get("accessibility_label") or spoken(element.get("text"), reader)


def shown_value(element: Json, held: state.Held, reader: Reader) -> str:
    """What an element displays for its value; an empty string for nothing."""
    value = held.value
    if value in (None, [], ""):
        return ""
    items = value if isinstance(value, list) else [value]
    return ", ".join(_shown(element, item, reader) for item in items)


def label_of(block: Json, element: Json, reader: Reader) -> str:
    """What a person calls an input: its label, else the words beside it, else its placeholder."""
    beside = spoken(block.get("label"), reader) or (spoken(block.get("text"), reader) if "accessory" in block else "")
    return beside or element.get("accessibility_label") or spoken(element.get("placeholder"), reader)


def block_words(block: Json, values: state.State, reader: Reader) -> str:
    """The words of one block."""
    return "\n".join(_lines([block], values, reader, {}))


def view_screen(view: OpenView, reader: Reader) -> Screen:
    """A modal or home."""
    title = spoken(view.spec.get("title"), reader) or "Home"
    lines = [title, *([f"! {view.banner}"] if view.banner else [])]
    lines += _lines(view.blocks, view.values, reader, view.errors)
    ends = [spoken(view.spec.get(key), reader) for key in ("close", "submit")]
    if view.spec["type"] == "modal":
        lines.append(" ".join(f"[{end}]" for end in [ends[0] or "Cancel", ends[1]] if end))
    return Screen(view.spec["type"], title, "\n".join(lines), _buttons(view.blocks, reader), _inputs(view, reader))


def message_screen(message: Message, values: state.State, reader: Reader, place: str) -> Screen:
    """A message with where it stands."""
    body = _lines(list(message.blocks), values, reader, {}) or [words(message.text, reader)]
    kind = "ephemeral" if message.ephemeral_to else "message"
    buttons, said = _buttons(list(message.blocks), reader), words(message.text, reader)
    text = "\n".join(body)
    return Screen(kind, place, text, buttons, {}, said, message.ts, message.thread_ts)


def confirm_screen(confirm: Json, reader: Reader) -> Screen:
    """The question that a message's button asks first."""
    buttons = (spoken(confirm["confirm"], reader), spoken(confirm["deny"], reader))
    title = spoken(confirm["title"], reader)
    lines = [title, spoken(confirm["text"], reader), " ".join(f"[{one}]" for one in reversed(buttons))]
    return Screen("confirmation", title, "\n".join(lines), buttons)


def _inputs(view: OpenView, reader: Reader) -> dict[str, str]:
    return {
        label_of(block, element, reader): shown_value(element, view.values[_key(block, element)], reader)
        for block, element in state.stateful(view.blocks)
    }


def _buttons(blocks: list[Json], reader: Reader) -> tuple[str, ...]:
    return tuple(
        name_of(element, reader) for block in blocks for element in elements_of(block) if element["type"] in _BUTTONS
    )


_BUTTONS = ("button", "workflow_button")


def _key(block: Json, element: Json) -> state.Key:
    return block["block_id"], element["action_id"]


def _lines(blocks: list[Json], values: state.State, reader: Reader, errors: Mapping[str, str]) -> list[str]:
    lines: list[str] = []
    for block in blocks:
        lines += _BLOCKS.get(block["type"], _other)(block, values, reader)
        if block["block_id"] in errors:
            lines.append(f"  ! {errors[block['block_id']]}")
    return lines


def _section(block: Json, values: state.State, reader: Reader) -> Iterator[str]:
    parts = [spoken(block.get("text"), reader)] if block.get("text") else []
    parts += [spoken(one, reader) for one in block.get("fields") or ()]
    accessory = block.get("accessory")
    if accessory:
        said = _element(block, accessory, values, reader)
        parts[-1:] = [f"{parts[-1]} {said}"]
    yield from parts


def _actions(block: Json, values: state.State, reader: Reader) -> Iterator[str]:
    yield " ".join(_element(block, one, values, reader) for one in block["elements"])


def _context(block: Json, _values: state.State, reader: Reader) -> Iterator[str]:
    said = (one["alt_text"] if one["type"] == "image" else spoken(one, reader) for one in block["elements"])
    yield " ".join(said)


def _input(block: Json, values: state.State, reader: Reader) -> Iterator[str]:
    optional = " (optional)" if block.get("optional") else ""
    said = _element(block, block["element"], values, reader)
    yield f"{spoken(block['label'], reader)}{optional}: {said}"
    if block.get("hint"):
        yield f"  {spoken(block['hint'], reader)}"


def _titled(block: Json, _values: state.State, reader: Reader) -> Iterator[str]:
    for key in ("title", "subtitle", "text", "body", "alt_text"):
        said = block.get(key)
        if said:
            yield said if isinstance(said, str) else spoken(said, reader)


def _divider(_block: Json, _values: state.State, _reader: Reader) -> Iterator[str]:
    yield "───"


def _markdown(block: Json, _values: state.State, _reader: Reader) -> Iterator[str]:
    yield block["text"]


def _rows(block: Json, _values: state.State, _reader: Reader) -> Iterator[str]:
    if block.get("caption"):
        yield block["caption"]
    for row in block["rows"]:
        yield " | ".join(_leaves(cell) for cell in row)


def _other(block: Json, _values: state.State, _reader: Reader) -> Iterator[str]:
    yield _leaves(block)


def _leaves(value: Any) -> str:
    """Every text within."""
    if isinstance(value, list):
        return "".join(_leaves(one) for one in value)
    if not isinstance(value, dict):
        return ""
    text = value.get("text")
    return text if isinstance(text, str) else "".join(_leaves(one) for one in value.values())


_BLOCKS = {
    "section": _section,
    "actions": _actions,
    "context": _context,
    "input": _input,
    "header": _titled,
    "alert": _titled,
    "card": _titled,
    "image": _titled,
    "video": _titled,
    "divider": _divider,
    "markdown": _markdown,
    "table": _rows,
    "data_table": _rows,
}


def _element(block: Json, element: Json, values: state.State, reader: Reader) -> str:
    kind = element["type"]
    if kind in _BUTTONS:
        return f"[{name_of(element, reader)}]"
    if kind == "overflow":
        return "[… " + " / ".join(spoken(one["text"], reader) for one in element["options"]) + "]"
    if kind == "image":
        return str(element["alt_text"])
    held = values[_key(block, element)]
    if kind in ("checkboxes", "radio_buttons"):
        return _listed(element, held, reader)
    return _field(element, shown_value(element, held, reader), reader)


def _field(element: Json, shown: str, reader: Reader) -> str:
    menu = "▾ " if element["type"].endswith("_select") else ""
    placeholder = spoken(element.get("placeholder"), reader)
    return menu + (shown or (f"({placeholder})" if placeholder else "(empty)"))


def _listed(element: Json, held: state.Held, reader: Reader) -> str:
    chosen = held.value if isinstance(held.value, list) else [held.value]
    values = {one["value"] for one in chosen if one}
    on, off = ("☑", "☐") if element["type"] == "checkboxes" else ("●", "○")
    return " ".join(f"{on if o['value'] in values else off} {_option(o, reader)}" for o in element["options"])


def _option(option: Json, reader: Reader) -> str:
    description = spoken(option.get("description"), reader)
    return spoken(option["text"], reader) + (f" ({description})" if description else "")


def _shown(element: Json, item: object, reader: Reader) -> str:
    if isinstance(item, dict):
        return spoken(item["text"], reader) if "text" in item else _leaves(item)
    return reader.names.get(str(item), str(item)) if element["type"].endswith("s_select") else str(item)
