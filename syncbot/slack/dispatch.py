"""The bot's table of contents: every control that a person can use, and what happens then.

An action id may carry a colon; what follows it is the control's own and not looked up.
"""

from __future__ import annotations

from collections.abc import Mapping

from syncbot.slack import (
    approving,
    at_home,
    card,
    choosing_sides,
    commands,
    conflict_view,
    drafts,
    drafts_view,
    editing,
    editing_items,
    editing_mappings,
    editor,
    going_on,
    history_view,
    home_view,
    interim,
    list_filter,
    listing,
    looking,
    outcome,
    recalling,
    refreshing,
    request,
    resolving,
    review,
    reviewing,
    run_buttons,
    run_view,
    running,
    scene,
    shortcuts,
    showing,
    statuses,
    sync_list,
    undo_button,
    waiting,
)
from syncbot.slack import help as help_text
from syncbot.slack.guard import Handler
from syncbot.slack.parts import form, item_list, item_view, items, mapping_lines, mappings, run_options

COMMANDS: Mapping[str, Handler] = {"": commands.slash}

ACTIONS: Mapping[str, Handler] = {
    # Help and lists
    help_text.FIND_SYNC: going_on.find_sync,
    help_text.PAUSE_ONE: going_on.pause_one,
    help_text.SEE_FAILED: sync_list.see_failed,
    listing.EDIT: going_on.edit_listed,
    listing.PAUSE: going_on.pause_listed,
    listing.RESUME: going_on.resume_listed,
    listing.SHOW: looking.show_one,
    listing.CHOOSE: looking.choose,
    list_filter.STATE: sync_list.filter_list,
    list_filter.TARGET: sync_list.filter_list,
    list_filter.SHOW_ALL: sync_list.filter_list,
    listing.PREVIOUS: sync_list.turn_list,
    listing.NEXT: sync_list.turn_list,
    showing.PREVIOUS: looking.turn_show,
    showing.NEXT: looking.turn_show,
    # Runs
    run_buttons.RUN: running.run_pressed,
    run_buttons.RUN_ASKED: running.run_asked,
    run_buttons.RUN_HERE: running.run_here,
    run_buttons.RUN_HERE_ASKED: running.run_here_asked,
    run_buttons.STOP: running.stop_pressed,
    run_buttons.STOP_ASKED: running.stop_asked,
    run_buttons.TRY_FEW: running.try_few,
    run_buttons.STATUS: statuses.status_pressed,
    run_buttons.FIX: statuses.fix_pressed,
    # Drafts, shortcuts and the home
    drafts_view.CONTINUE: drafts.carry_on,
    drafts_view.START_OVER: at_home.after(drafts.start_over),
    drafts_view.DISCARD: at_home.after(drafts.discard),
    card.EDIT_HERE: shortcuts.edit_here,
    card.SWITCH_HERE: shortcuts.switch_here,
    card.STATUS_HERE: shortcuts.status_here,
    home_view.FIND: shortcuts.found_at_home,
    # From Loading… on
    waiting.TRY_AGAIN: commands.try_again,
    interim.CONTINUE: editing.carry_on,
    interim.START_OVER: editing.start_over,
    waiting.PICK: commands.pick,
    # The editor
    editor.OPEN_PART: editing.open_part,
    editor.FIND: editing.find,
    scene.BACK: editing.back,
    scene.PREVIOUS: editing.turn,
    scene.NEXT: editing.turn,
    item_list.FIND: editing.find,
    mappings.ADD: editing_mappings.edit_item,
    mappings.EDIT: editing_mappings.edit_item,
    mappings.ADD_SEVERAL: editing_mappings.add_several,
    mappings.FILL: editing_mappings.fill,
    mappings.REMOVE: editing_mappings.remove,
    mappings.PUT_BACK: editing_mappings.put_back,
    run_options.OPTIONS: editing.option_ticked,
    items.ADD: editing_items.open_item,
    items.EDIT: editing_items.open_item,
    items.REMOVE: editing_items.remove,
    items.PUT_BACK: editing_items.put_back,
    items.UP: editing_items.up,
    items.DOWN: editing_items.down,
    form.ANSWER: editing_items.answered,
    item_list.REFRESH: refreshing.refresh,
    item_view.DROP: editing.drop,
    # The review and what comes of it
    review.PAGE: reviewing.turn_page,
    review.FIX: going_on.mend,
    outcome.REVIEW_AGAIN: going_on.review_again,
    outcome.EDIT_AGAIN: going_on.edit_again,
    outcome.RESOLVE: resolving.resolve,
    # The history
    history_view.NEWER: recalling.turn,
    history_view.OLDER: recalling.turn,
    history_view.DETAILS: recalling.details,
    history_view.DETAILS_PAGE: recalling.turn_details,
    undo_button.UNDO: recalling.undo,
    # Approval
    request.APPROVE: approving.approve,
    request.REJECT: approving.ask_why,
    request.DETAILS: approving.details,
    request.READ: approving.details,
    request.PAGE: approving.turn_page,
    request.CANCEL: approving.cancel,
}

OPTIONS: Mapping[str, Handler] = {
    form.ANSWER: editing_items.answer_options,
    listing.FIND_INPUT: going_on.sync_options,
    home_view.FIND: going_on.sync_options,
}

SUBMISSIONS: Mapping[str, Handler] = {
    scene.ROOT: editing.to_review,
    item_view.VIEW: editing_items.done,
    mapping_lines.VIEW: editing_mappings.done_several,
    review.CALLBACK: reviewing.confirm,
    conflict_view.CALLBACK: choosing_sides.settle,
    request.REJECT_CALLBACK: approving.reject,
    request.READ_CALLBACK: approving.approve_read,
    listing.FIND_VIEW: going_on.found_sync,
    run_view.FEW_VIEW: running.run_few,
}

CLOSED: Mapping[str, Handler] = {scene.ROOT: at_home.after(editing.closed)}

SHORTCUTS: Mapping[str, Handler] = {
    shortcuts.EDIT_A_SYNC: shortcuts.edit_a_sync,
    shortcuts.EDIT_THIS_SYNC: shortcuts.edit_this_sync,
}
"""By callback id; the app's manifest declares the same."""

EVENTS: Mapping[str, Handler] = {"app_home_opened": at_home.opened, "link_shared": shortcuts.pasted}
"""By type; the app's manifest subscribes to the same."""
