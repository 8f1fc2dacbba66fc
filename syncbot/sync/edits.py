"""Every edit of a sync: each returns a new document in which only what the edit names is different."""

from __future__ import annotations

from syncbot.sync.conditions import Comparison, SourceField, field_meant
from syncbot.sync.filter_lists import Side
from syncbot.sync.filter_returns import put_back_filter
from syncbot.sync.filters import (
    Combine,
    Filter,
    add_filter,
    change_filter,
    filter_logic,
    filters,
    logic_with,
    move_filter,
    remove_filter,
    set_filter_logic,
)
from syncbot.sync.fixed_values import (
    FixedValue,
    add_fixed_value,
    change_fixed_value,
    fixed_values,
    put_back_fixed_value,
    remove_fixed_value,
)
from syncbot.sync.functions import FunctionChoice, ValueKind, function_choices, kind_of
from syncbot.sync.identities import (
    add_identity,
    change_identity,
    move_identity,
    put_back_identity,
    remove_identity,
    set_identity_strategy,
)
from syncbot.sync.identity_view import (
    IdentityMapping,
    identity_functions,
    identity_mappings,
    identity_strategy,
    may_have_several,
)
from syncbot.sync.mapping_fill import Pair, fill_in, matching_pairs, unmapped_required
from syncbot.sync.mapping_lines import read_mapping_lines
from syncbot.sync.mapping_table import mapping_csv
from syncbot.sync.mapping_view import Mapping, mapped_to, mappings
from syncbot.sync.mappings import add_mapping, change_mapping, put_back_mapping, remove_mapping
from syncbot.sync.overrides import (
    Override,
    add_override,
    change_override,
    move_override,
    overrides,
    put_back_override,
    remove_override,
)
from syncbot.sync.policies import PolicyItem, policies, policy_items, resolve_policy, set_policies
from syncbot.sync.scalars import MODES, set_schedule, set_value
from syncbot.sync.schedule_edits import (
    CHOOSABLE_REPEATS,
    KEPT_REPEATS,
    ScheduleForm,
    inputs_of,
    read_schedule,
    schedule_of,
)
from syncbot.sync.settable import SETTABLE
from syncbot.sync.sources import models_of, nearest_source, nearest_target, resolve_source, resolve_target
from syncbot.sync.target_edits import (
    Setting,
    TargetPlace,
    add_setting,
    change_setting,
    gone_targets,
    put_back_setting,
    remove_setting,
    set_target,
    settings,
    target_place,
)
from syncbot.sync.values import kind_for, kind_of_value, parse, render, reread

__all__ = [
    "CHOOSABLE_REPEATS",
    "KEPT_REPEATS",
    "MODES",
    "SETTABLE",
    "Combine",
    "Comparison",
    "Filter",
    "FixedValue",
    "FunctionChoice",
    "IdentityMapping",
    "Mapping",
    "Override",
    "Pair",
    "PolicyItem",
    "ScheduleForm",
    "Setting",
    "Side",
    "SourceField",
    "TargetPlace",
    "ValueKind",
    "add_filter",
    "add_fixed_value",
    "add_identity",
    "add_mapping",
    "add_override",
    "add_setting",
    "change_filter",
    "change_fixed_value",
    "change_identity",
    "change_mapping",
    "change_override",
    "change_setting",
    "field_meant",
    "fill_in",
    "filter_logic",
    "filters",
    "fixed_values",
    "function_choices",
    "gone_targets",
    "identity_functions",
    "identity_mappings",
    "identity_strategy",
    "inputs_of",
    "kind_for",
    "kind_of",
    "kind_of_value",
    "logic_with",
    "mapped_to",
    "mapping_csv",
    "mappings",
    "matching_pairs",
    "may_have_several",
    "models_of",
    "move_filter",
    "move_identity",
    "move_override",
    "nearest_source",
    "nearest_target",
    "overrides",
    "parse",
    "policies",
    "policy_items",
    "put_back_filter",
    "put_back_fixed_value",
    "put_back_identity",
    "put_back_mapping",
    "put_back_override",
    "put_back_setting",
    "read_mapping_lines",
    "read_schedule",
    "remove_filter",
    "remove_fixed_value",
    "remove_identity",
    "remove_mapping",
    "remove_override",
    "remove_setting",
    "render",
    "reread",
    "resolve_policy",
    "resolve_source",
    "resolve_target",
    "schedule_of",
    "set_filter_logic",
    "set_identity_strategy",
    "set_policies",
    "set_schedule",
    "set_target",
    "set_value",
    "settings",
    "target_place",
    "unmapped_required",
]
