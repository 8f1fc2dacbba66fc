"""What is wrong with the filters and overrides that a draft adds or changes; see `syncbot.sync.check`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from syncbot.errors import InvalidInput
from syncbot.sync import logic as logics
from syncbot.sync.conditions import NO_FIELD, NO_FIELD_NEXT, SourceField, check_comparison, field_meant
from syncbot.sync.document import ABSENT
from syncbot.sync.fields import Part, row
from syncbot.sync.filter_lists import Side, filter_list
from syncbot.sync.filters import Filter, filters
from syncbot.sync.overrides import NO_REPLACEMENT, NO_REPLACEMENT_NEXT, Override, overrides
from syncbot.sync.proposal import Fault, Proposal, mode_of, unknown_source, unknown_target
from syncbot.sync.vocabulary import function_words

IN_FILTER: Final = "Filter {label}: {text}"
IN_OVERRIDE: Final = "Override {number}: {text}"
NOT_FILTERABLE: Final = "{field} cannot be used in a filter. Choose another field."
NOT_OFFERED: Final = "{field} cannot be compared with “{function}”. Choose another condition."
NO_TARGET_FILTERS: Final = "The mode {mode} has no filters on the target. Remove them, or choose another mode."
NO_VALUE_FIELDS: Final = "{target} cannot compare with a field of the model. Give a value instead."
CHOOSE_ANOTHER: Final = "Choose another field."

_ROWS: Final = {Side.MODEL: ("filters", "model_filters"), Side.TARGET: ("filters", "target_filters")}
"""The rows in which the filters of a side may be."""


def filter_faults(draft: Proposal) -> Iterator[Fault]:
    """Conditions that lack something or name what is not there, and a logic that does not fit."""
    for side in Side:
        items = [item for key in _ROWS[side] for item in draft.of(key)]
        before = {
            each.item_id for item in items for each in filters(row(item.row).with_value({}, item.old or ABSENT), side)
        }
        for condition in filters(draft.doc, side) if items else ():
            if condition.item_id not in before:
                for text in _condition_texts(draft, condition):
                    said = IN_FILTER.format(label=condition.label, text=text)
                    yield Fault(f"{_row_of(draft, side)}.{condition.label}", Part.FILTERS, said)
        if items:
            yield from _logic(draft, side)
    yield from _target_filters(draft)


def override_faults(draft: Proposal) -> Iterator[Fault]:
    """Overrides that lack something or name what is not there."""
    for item in draft.of("overrides"):
        before = {each.item_id for each in overrides({"overrides": item.old})}
        for override in overrides(draft.doc):
            if override.item_id not in before:
                for text in _override_texts(draft, override):
                    said = IN_OVERRIDE.format(number=override.place + 1, text=text)
                    yield Fault(f"overrides.{override.place}", Part.OVERRIDES, said)


def _row_of(draft: Proposal, side: Side) -> str:
    return filter_list(draft.doc, side).row


def _condition_texts(draft: Proposal, condition: Filter) -> Iterator[str]:
    on_target = condition.side is Side.TARGET
    if not (condition.source or condition.target or condition.field_id):
        yield f"{NO_FIELD} {NO_FIELD_NEXT}"
    try:
        check_comparison(condition.comparison, may_have_source=on_target)
    except InvalidInput as fault:
        yield f"{fault.what} {fault.next_step}"
    if on_target:
        yield from _target_texts(draft, condition)
    else:
        yield from _source_texts(draft, field_meant(condition.source, condition.field_id, draft.known))
    yield from _source_texts(draft, condition.comparison.value_source)


def _override_texts(draft: Proposal, override: Override) -> Iterator[str]:
    if not (override.source or override.field_id):
        yield f"{NO_FIELD} {NO_FIELD_NEXT}"
    try:
        check_comparison(override.comparison, may_have_source=False)
    except InvalidInput as fault:
        yield f"{fault.what} {fault.next_step}"
    if override.override is ABSENT:
        yield f"{NO_REPLACEMENT} {NO_REPLACEMENT_NEXT}"
    yield from _source_texts(draft, field_meant(override.source, override.field_id, draft.known))


def _source_texts(draft: Proposal, source: SourceField | None) -> Iterator[str]:
    model = draft.known.models.get(source.model_id) if source else None
    if source and model and draft.known.model_field(source.model_id, source.field) is None:
        yield unknown_source(source.field, model, CHOOSE_ANOTHER)


def _target_texts(draft: Proposal, condition: Filter) -> Iterator[str]:
    target, function = draft.known.target, condition.comparison.function
    if target is None or not condition.target:
        return
    field = draft.known.target_field(condition.target)
    if field is None:
        yield unknown_target(condition.target, target, CHOOSE_ANOTHER)
    elif not field.filterable:
        yield NOT_FILTERABLE.format(field=condition.target)
    elif field.filter_functions and function not in {each.function for each in field.filter_functions}:
        yield NOT_OFFERED.format(field=condition.target, function=function_words(function))
    if condition.comparison.value_source and target.supports_filter_value_fields is False:
        yield NO_VALUE_FIELDS.format(target=draft.target_name)


def _logic(draft: Proposal, side: Side) -> Iterator[Fault]:
    where = filter_list(draft.doc, side)
    try:
        logics.check(where.logic, where.labels)
    except InvalidInput as fault:
        yield Fault(".".join(where.logic_path), Part.FILTERS, fault.sentences)


def _target_filters(draft: Proposal) -> Iterator[Fault]:
    """Filters on the target in a mode that has none."""
    touched = [item for key in (*_ROWS[Side.TARGET], "mode", "target") for item in draft.of(key)]
    mode = mode_of(draft)
    if touched and mode and not mode.supports_target_filters and filters(draft.doc, Side.TARGET):
        yield Fault(_row_of(draft, Side.TARGET), Part.FILTERS, NO_TARGET_FILTERS.format(mode=draft.mode))
