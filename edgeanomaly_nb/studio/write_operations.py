"""The one operation of `StudioClient` that writes: ``setImpulseThresholds``, guarded."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

import msgspec

from ..block.config import AnomalyConfig
from ..block.source import SAMPLE_HOST, block_text
from ..block.thresholds import as_number, score_threshold
from ..errors import (
    EdgeAnomalyError,
    InvalidChangeError,
    InvalidResponseError,
    TransportError,
    WriteFailedError,
    WritesNotAllowedError,
)
from .auth.keys import ApiKey
from .block_names import shown
from .block_operations import BlockOperations
from .http.session import JsonBody
from .http.transport import Operation
from .responses import with_hint
from .secrets import leaves_no_trace
from .threshold_change import ThresholdChange
from .threshold_result import ThresholdsWritten
from .threshold_values import NewValue, error_about, read_new_values, refuse_if_changed
from .write_outcome import Sent, read_response, settle

if TYPE_CHECKING:
    import pandas as pd

#: The roles of a project's key that can only read.
_CANNOT_WRITE = ("readonly", "ingestiononly", "ingestion_deployment")
_READ_ONLY_SAMPLES = (
    "The bundled samples are read-only, so the new thresholds of {} were not written. Only thresholds of "
    "your own project can be."
)
_HOW_TO_ALLOW = (
    "This client only reads, so the new thresholds of {} were not written. To allow writing, create it with "
    "StudioClient(..., allow_writes=True), then prepare and apply the change with that client."
)


class WriteOperations(BlockOperations):
    """What `StudioClient` inherits: a change of thresholds that is prepared, looked at, and applied once."""

    _allow_writes: bool

    @property
    def allow_writes(self) -> bool:
        """True if changes can be applied with this client; False unless it was created so."""
        return self._allow_writes

    def prepare_thresholds(
        self,
        config: AnomalyConfig,
        values: Mapping[str, object],
        *,
        scores: pd.DataFrame | None = None,
        rule: str = ">",
        in_a_row: int = 1,
    ) -> ThresholdChange:
        """Prepare new thresholds of a block, and write nothing: the block is read again, and compared.

        Parameters
        ----------
        config : AnomalyConfig
            The block as you know it, fetched by this client or one of the same server; also from a file.
        values : mapping of str to number or str
            Key of a threshold -> its new value: anomaly score, no unit, or the value of an option.
        scores : DataFrame, optional
            Scores of windows of the block, from `AnomalyModel.score` or `get_test_scores`: the preview then
            shows how many of them the old and the new threshold of the score flag.
        rule, in_a_row
            As for `what_if`.

        Returns
        -------
        ThresholdChange
            Its repr is the preview, its `~ThresholdChange.apply` writes the values.

        Raises
        ------
        InvalidChangeError
            A key is unknown, a value has another type, is not finite or is not an option, nothing would
            change, or the config comes from another server or has no ids.
        WriteConflictError
            The thresholds have changed in Studio since the config was fetched; the message has both values.
        StudioError, TransportError, InvalidResponseError, MissingCredentialsError
            As for `get_anomaly`.
        TypeError, ValueError
            A parameter is not valid.

        Examples
        --------
        >>> from edgeanomaly_nb import StudioClient
        >>> client = StudioClient.sample()
        >>> change = client.prepare_thresholds(client.get_anomaly(481207, 4), {"min_score": 0.5})
        >>> print(change.lines[0])
        Score threshold (min_score): 0.3 → 0.5; 0.2 higher, so it flags less; as suggested
        """
        project, learn = self._ids_of(config)
        now = self.get_anomaly(project, learn)
        refuse_if_changed(config, now)
        if now.source.impulse_id is None:
            raise error_about(
                now,
                InvalidChangeError,
                f"The impulse of {block_text(now.source)} is not known, and thresholds are written to an "
                "impulse: the server is older, or the list of impulses could not be fetched. Change them in "
                "Studio.",
            )
        new = read_new_values(now, values)
        return ThresholdChange(now, new, _counts(now, new, scores, rule, in_a_row), self._apply)

    def _ids_of(self, config: AnomalyConfig) -> tuple[int, int]:
        if not isinstance(config, AnomalyConfig):
            raise TypeError(
                f"config must be an AnomalyConfig that get_anomaly returns, not {type(config).__name__}."
            )
        source = config.source
        if source.project_id is None or source.learn_id is None or source.host is None:
            raise InvalidChangeError(
                f"This config ({source.in_words}) does not show from which project and block it was fetched. "
                "Fetch the block with get_anomaly."
            )
        if source.host != self.host:
            raise error_about(
                config,
                InvalidChangeError,
                f"This config comes from {source.host}, but this client is for {self.host}. Fetch the block "
                "with the client that shall write.",
            )
        return source.project_id, source.learn_id

    def _apply(self, change: ThresholdChange, allow_jobs: bool) -> ThresholdsWritten:
        before = change.config
        self._refuse_unless_allowed(before)
        project, learn = self._ids_of(before)
        refuse_if_changed(before, self.get_anomaly(project, learn), "this change was prepared")
        operation = self._block_operation(project, learn, "the change of thresholds of ")
        sent = self._post(change, operation, allow_jobs)
        after, why_unknown = None, ""
        try:
            after = self.get_anomaly(project, learn)
        except EdgeAnomalyError as exc:
            why_unknown = str(exc)
        return settle(sent, after, change.values, operation, why_unknown)

    def _refuse_unless_allowed(self, config: AnomalyConfig) -> None:
        is_sample = self.host == SAMPLE_HOST
        if self._allow_writes and not is_sample:
            return
        why = (_READ_ONLY_SAMPLES if is_sample else _HOW_TO_ALLOW).format(block_text(config.source))
        raise error_about(config, WritesNotAllowedError, why)

    @leaves_no_trace
    def _post(self, change: ThresholdChange, operation: Operation, allow_jobs: bool) -> Sent:
        """Send a change, once, and return what came back.

        Raises
        ------
        WriteFailedError
            It could not be sent.
        """
        source = change.config.source
        path = f"/api/{source.project_id}/impulse/{source.impulse_id}/set-thresholds"
        body = JsonBody(_request_body(change, allow_jobs))
        try:
            response = self._auth.post(path, body, self._transport, operation)
        except (TransportError, InvalidResponseError) as exc:
            if body.was_sent:
                return Sent(problem=str(exc))
            problem = str(exc)
        else:
            sent = read_response(response, operation, self._auth.secrets())
            if response.status == 403 and sent.refusal is not None:
                return Sent(refusal=with_hint(sent.refusal, self._role_hint(operation)))
            return sent
        finally:
            change.applied = body.was_sent
        raise operation.error(WriteFailedError, f"{problem} Nothing was changed.")

    def _role_hint(self, operation: Operation) -> str:
        """Return what a key cannot do, as an extra: a general hint if its role is not known."""
        hint = "This key or token cannot write: use one of the project that may (Dashboard, Keys)."
        if isinstance(self._auth, ApiKey):
            with suppress(EdgeAnomalyError):
                role = self._key_info(operation).role
                if role in _CANNOT_WRITE:
                    name = shown(role, self._auth.secrets())
                    return (
                        f'The role of this key is "{name}", which cannot write: use a key of the role '
                        '"admin" (Dashboard, Keys).'
                    )
        return hint


def _request_body(change: ThresholdChange, allow_jobs: bool) -> bytes:
    learn = change.config.source.learn_id
    thresholds = [{"blockId": learn, "key": new.key, "value": new.value} for new in change.values]
    return msgspec.json.encode(
        {"thresholds": thresholds, "allowCreatingRegenerateModelTestingJobs": allow_jobs}
    )


def _counts(
    config: AnomalyConfig, values: tuple[NewValue, ...], scores: pd.DataFrame | None, rule: str, in_a_row: int
) -> pd.DataFrame | None:
    """Return what the old and the new threshold of the score flag; None without scores of a changed one."""
    if scores is None:
        return None
    from ..scores.what_if import what_if

    row = score_threshold(config.thresholds)
    new = next((new for new in values if row is not None and new.key == row.Index), None)
    tried = [] if new is None else [as_number(new.old), as_number(new.value)]
    counts = what_if(scores, tried or [0], rule=rule, in_a_row=in_a_row)  # also checks the scores
    if new is None:
        return None
    counts.attrs["key"] = new.key
    return counts
