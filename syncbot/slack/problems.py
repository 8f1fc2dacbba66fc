"""Where an error's sentences are shown: at the input where Slack allows it, else in the place the request came from."""

from __future__ import annotations

from syncbot.errors import InvalidInput, SlackFault, SyncbotError
from syncbot.slack import blocks, inputs
from syncbot.slack.bot import Bot
from syncbot.slack.calls import NOTHING, Answer, Call, Payload
from syncbot.slack.text import sentences, shorten

TITLE = "Not done"
CLOSE = "Back"
AT_AN_INPUT = 500
CALLBACK = "problem"


class FormErrors(SyncbotError):
    """Sentences at inputs.

    Attributes:
        errors: Block id of an input of the submitted view to its sentence.
    """

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__(" ".join(errors.values()))
        self.errors = errors


def view(error: SyncbotError) -> Payload:
    """A pushed view with the sentences; what lies beneath keeps its inputs."""
    return blocks.view(
        blocks.Modal(callback_id=CALLBACK, title=TITLE, close=CLOSE), [blocks.section(sentences(error.sentences))]
    )


def _input(call: Call, error: SyncbotError) -> str | None:
    """The block id of the input that an error is about, else of the view's first input, else None."""
    about = inputs.block_of_fault(call.view.values, error) if call.view and isinstance(error, InvalidInput) else None
    return about or next(iter(call.input_blocks), None)


def answer(bot: Bot, kind: str, call: Call, error: SyncbotError) -> Answer:
    """The acknowledgement that shows `error`, or one followed by showing it."""
    if kind == "command":
        return Answer(ack={"text": sentences(error.sentences)})
    if kind == "submission":
        return Answer(ack=_at_inputs(call, error))
    if kind in ("action", "shortcut"):

        async def then() -> None:
            await show(bot, kind, call, error)

        return Answer(then=then)
    return NOTHING


def _at_inputs(call: Call, error: SyncbotError) -> Payload:
    if isinstance(error, FormErrors):
        return {"response_action": "errors", "errors": {k: shorten(v, AT_AN_INPUT) for k, v in error.errors.items()}}
    block_id = _input(call, error)
    if block_id:
        return {"response_action": "errors", "errors": {block_id: shorten(error.sentences, AT_AN_INPUT)}}
    return {"response_action": "update", "view": view(error)}


async def _responded(bot: Bot, response_url: str, said: Payload) -> bool:
    """Whether Slack took it; it does not where the channel was archived, or the app was removed from it, meanwhile."""
    try:
        await bot.screens.respond(response_url, said)
    except SlackFault:
        return False
    return True


async def show(bot: Bot, kind: str, call: Call, error: SyncbotError) -> None:
    """Show `error` to the caller alone. Raises SlackFault when Slack does not take it."""
    if call.view is None or not call.view.is_modal:
        said = {"text": sentences(error.sentences)}
        if call.response_url and await _responded(bot, call.response_url, said):
            return
        if kind != "event":
            await bot.screens.post(call.user_id, said)
        return
    if call.trigger_id and kind != "submission":
        try:
            await bot.screens.push(call.trigger_id, view(error))
        except SlackFault:
            # The trigger was spent, or three views stand already: the view itself has to say it.
            await bot.screens.update(call.view.view_id, view(error))
        return
    await bot.screens.update(call.view.view_id, view(error))
