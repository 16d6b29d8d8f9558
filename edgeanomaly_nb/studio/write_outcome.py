"""What became of a change: the response to it, and the block as it was read afterwards."""

from __future__ import annotations

import http
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..block.config import AnomalyConfig
from ..block.thresholds import threshold_rows
from ..errors import (
    InvalidResponseError,
    JobRunningError,
    OperationFailedError,
    WriteConflictError,
    WriteFailedError,
    WriteRefusedError,
    WriteUnknownError,
)
from ..text import listed, one_line
from .data_schema import SetThresholdsBody
from .http.session import Response
from .http.transport import Operation
from .responses import CHECK_KEY, read_refusal, too_many_text, with_hint
from .secrets import Secret, scrub
from .threshold_result import ThresholdsWritten
from .threshold_values import NewValue, Value, exact_value_text

NOT_AGAIN = "The request is not sent again."
_JOB = re.compile(r"\bjobs?\b|\bmodel testing\b|\bclassif(y|ying|ication)\b", re.IGNORECASE)
_BUSY = re.compile(
    r"running|progress|under ?way|busy|already|active|pending|queued|wait|finish|complet|block|lock|while",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Sent:
    """What came back for a change: a body, a refusal, or a problem that leaves the outcome open.

    Parameters
    ----------
    body : SetThresholdsBody, optional
        The service accepted the change.
    refusal : WriteRefusedError, optional
        The service refused it.
    problem : str
        Why there is neither, as sentences.
    """

    body: SetThresholdsBody | None = None
    refusal: WriteRefusedError | None = None
    problem: str = ""


def read_response(response: Response, operation: Operation, hidden: tuple[Secret, ...]) -> Sent:
    """Read the response to a change.

    Examples
    --------
    >>> operation = Operation("the change of thresholds of block 4 of project 1", 1, 4)
    >>> print(read_response(Response(403, b'{"success": false, "error": "No"}'), operation, ()).refusal)
    Studio refused the change of thresholds of block 4 of project 1: it responded with status 403 ("No").
    """
    if response.is_success:
        try:
            return Sent(operation.decode(response.body, SetThresholdsBody))
        except OperationFailedError:
            return Sent(refusal=_refusal(response, operation, hidden))
        except InvalidResponseError as exc:
            return Sent(problem=scrub(str(exc), hidden, limit=1000))
    refusal = _refusal(response, operation, hidden)
    return Sent(problem=str(refusal)) if _is_open(response.status) else Sent(refusal=refusal)


def _is_open(status: int) -> bool:
    """Return True if a proxy or the service itself failed, perhaps after the change was made."""
    return status >= 500 or status == http.HTTPStatus.REQUEST_TIMEOUT


def _refusal(response: Response, operation: Operation, hidden: tuple[Secret, ...]) -> WriteRefusedError:
    message, reason = read_refusal(response, hidden)
    verb = "failed with" if _is_open(response.status) else "refused"
    is_busy = _is_job(message or "")
    kind = JobRunningError if is_busy else WriteRefusedError
    text = f"Studio {verb} {operation.what}: {reason}.{_advice(response, is_busy=is_busy)}"
    return operation.refusal(kind, text, response, message)


def _is_job(message: str) -> bool:
    return bool(_JOB.search(message) and _BUSY.search(message))


def _advice(response: Response, *, is_busy: bool) -> str:
    if is_busy:
        return " A job has to end first: wait for it on the page Model testing of Studio, or cancel it there."
    if response.status == 401:
        return f" {CHECK_KEY}"
    if response.status == 429:
        return f" {too_many_text(response)}, and prepare the change again."
    return ""


def _values(config: AnomalyConfig) -> dict[str, Value]:
    return {row.Index: row.value for row in threshold_rows(config.thresholds)}


def _same(one: Value | None, other: Value) -> bool:
    if isinstance(one, int | float) and isinstance(other, int | float):
        return one == other or math.isclose(one, other)
    return one == other


def settle(
    sent: Sent, after: AnomalyConfig | None, values: tuple[NewValue, ...], operation: Operation, why: str
) -> ThresholdsWritten:
    """Return the result of a change, or raise the error that describes what became of it.

    Parameters
    ----------
    sent : Sent
        The response.
    after : AnomalyConfig or None
        The block, read afterwards; None if it could not be read.
    values : tuple of NewValue
        What was sent.
    operation : Operation
        The change.
    why : str
        Why the block could not be read afterwards.

    Raises
    ------
    WriteError
        The new values are not in effect, or that is not known.
    """
    if after is None:
        raise sent.refusal or operation.error(WriteUnknownError, _unknown_text(sent, operation, why))
    found = _values(after)
    if all(_same(found.get(new.key), new.value) for new in values):
        if sent.refusal is None:
            return _result(sent, after, values)
    elif all(_same(found.get(new.key), new.old) for new in values):
        _refuse_unchanged(sent, operation)
    raise operation.error(WriteConflictError, _conflict_text(sent, found, values, operation))


def _refuse_unchanged(sent: Sent, operation: Operation) -> None:
    """Raise the error for a block that still has the old values, if the response shows why."""
    if sent.refusal is not None:
        raise with_hint(sent.refusal, "Nothing was changed.")
    if sent.problem:
        raise operation.error(WriteFailedError, f"{sent.problem} {_FAILED}")
    if sent.body and sent.body.regenerate_model_testing_status == "requires_job":
        raise operation.error(WriteRefusedError, f"Studio did not make {operation.what}: {_NEEDS_JOB}")


_FAILED = (
    f"{NOT_AGAIN} The block was read afterwards: nothing had been changed so far. Look at it in Studio "
    "before you try again, since the service may still be working."
)
_NEEDS_JOB = (
    "it needs a job for the model testing results, which was not allowed. Nothing was changed. Prepare the "
    "change again, and allow the job: apply(allow_jobs=True)."
)


def _result(sent: Sent, after: AnomalyConfig, values: tuple[NewValue, ...]) -> ThresholdsWritten:
    body = sent.body
    if body is None:
        return ThresholdsWritten(after, values, problem=sent.problem)
    return ThresholdsWritten(
        after,
        values,
        body.regenerate_model_testing_status,
        body.had_model_testing_results,
        body.regenerate_model_testing_results_job_id,
    )


def _unknown_text(sent: Sent, operation: Operation, why: str) -> str:
    begin = sent.problem or f"Studio accepted {operation.what}."
    return (
        f"{begin} {NOT_AGAIN} The block could not be read afterwards, so it is not known whether the new "
        f"values are in effect: {why} Fetch the block again later, and look at its thresholds."
    )


def _conflict_text(
    sent: Sent, found: Mapping[str, Value], values: Sequence[NewValue], operation: Operation
) -> str:
    begin = str(sent.refusal or "") or sent.problem or f"Studio accepted {operation.what}."
    texts = []
    for new in values:
        has = found.get(new.key)
        now = "is gone" if has is None else f"is {exact_value_text(has)}"
        texts.append(
            f"{one_line(new.key, 40)} {now}, not the requested {exact_value_text(new.value)} (before: "
            f"{exact_value_text(new.old)})"
        )
    return (
        f"{begin} {NOT_AGAIN} The block was read afterwards and has other values: "
        f"{listed(texts, limit=200)}. Someone else may have changed it: fetch it again, and look at it in "
        "Studio."
    )
