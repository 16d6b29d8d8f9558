"""The operations of `StudioClient` for trained models, windows and scores."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from time import monotonic
from typing import TYPE_CHECKING, SupportsIndex
from urllib.parse import urlencode

from ..block.kinds import GMM, Kind, kind_of
from ..block.schema import Envelope
from ..block.source import Source
from ..errors import EdgeAnomalyError, InvalidResponseError, NotFoundError, OperationFailedError
from ..text import capitalized
from .block_operations import BlockOperations
from .data_schema import DspMetadataBody, ProjectInfoBody, ResultPageBody, SampleResult
from .http.limits import read_id, read_int, read_seconds
from .http.session import Progress, Transfer
from .http.transport import Operation
from .windows_count import WindowsCount, check_category, count_of

if TYPE_CHECKING:
    import pandas as pd

    from ..scores.model import AnomalyModel
    from ..scores.model_schema import MetadataBody
    from ..scores.windows import Windows

# Samples per page of test results.
_PAGE = 100
# Label, sample and time of each window: 16 bytes.
_ORIGIN_BYTES = 2**28


class ModelOperations(BlockOperations):
    """What `StudioClient` inherits: the operations whose responses are large or need numpy."""

    def get_anomaly_model(
        self, project_id: SupportsIndex, learn_id: SupportsIndex, *, block_type: str | None = None
    ) -> AnomalyModel:
        """Fetch what an anomaly block has learned (``getAnomalyMetadata``, and ``getGmmMetadata`` for a GMM).

        The labels of the axes come from ``getAnomaly``; if that fails, the model has no labels.

        Parameters
        ----------
        project_id, learn_id : int
            Project and learn block, as `list_anomaly_blocks` lists them.
        block_type : str, optional
            Its ``type``, if you know it: then the impulses are not fetched.

        Returns
        -------
        AnomalyModel
            The trained model.

        Raises
        ------
        StudioError
            The service refused the request; the block may not be trained.
        TransportError, InvalidResponseError, MissingCredentialsError, TypeError, ValueError
            As for `get_anomaly`. A model whose parts do not fit together is an InvalidResponseError.

        Examples
        --------
        >>> from edgeanomaly_nb import StudioClient
        >>> model = StudioClient.sample().get_anomaly_model(519640, 7)
        >>> model.kind.name, len(model.clusters)
        ('GMM', 8)
        """
        from ..scores.model import AnomalyModel
        from ..scores.model_schema import GmmBody

        operation = self._block_operation(project_id, learn_id, "the trained model of ")
        kind_of(block_type)  # raises TypeError if it is not text
        path = f"/api/{operation.project_id}/training/anomaly/{operation.learn_id}"
        body, wire = self._fetch_metadata(f"{path}/metadata", operation)
        source = self._source(operation, block_type)
        gmm = None
        if kind_of(source.block_type) == GMM or _looks_like_gmm(source, wire):
            gmm, _ = self._fetch(f"{path}/gmm/metadata", GmmBody, operation)
        return AnomalyModel.from_json(
            body,
            gmm=gmm,
            config=self._config_of(operation, source.block_type),
            source=source,
            inputs=self._known(operation).inputs,
        )

    def _fetch_metadata(self, path: str, operation: Operation) -> tuple[bytes, MetadataBody]:
        from ..scores.model_schema import MetadataBody

        try:
            return self._fetch(path, MetadataBody, operation)
        except (OperationFailedError, NotFoundError) as exc:
            block = self._known(operation)  # the refusal has fetched the impulses
            if kind_of(block.type).has_axes:
                raise
            problem, known = no_model_text(operation, kind_of(block.type), block.impulse_id), vars(exc)
            refused = type(exc)
        raise refused(problem, **known)

    def count_windows(
        self, project_id: SupportsIndex, learn_id: SupportsIndex, category: str = "training"
    ) -> WindowsCount:
        """Count the windows of a block, before they are fetched (``getDspMetadata``).

        Parameters
        ----------
        project_id, learn_id : int
            Project and learn block, as `list_anomaly_blocks` lists them.
        category : {"training", "testing", "validation"}
            Which windows.

        Returns
        -------
        WindowsCount
            A named tuple: n_windows, n_features, and n_bytes that `get_windows` will fetch.

        Raises
        ------
        StudioError, TransportError, InvalidResponseError, MissingCredentialsError, TypeError, ValueError
            As for `get_anomaly`.

        Examples
        --------
        >>> from edgeanomaly_nb import StudioClient
        >>> StudioClient.sample().count_windows(481207, 4).n_features
        33
        """
        operation = self._windows_operation(project_id, learn_id, category)
        return count_of([metadata for _, metadata in self._inputs(operation, category)])

    def get_windows(
        self,
        project_id: SupportsIndex,
        learn_id: SupportsIndex,
        category: str = "training",
        *,
        progress: Progress | None = None,
        max_bytes: int = 2**30,
        deadline_s: float = 900,
    ) -> Windows:
        """Fetch the windows of a block: the features of its processing blocks (``downloadDspData``).

        Parameters
        ----------
        project_id, learn_id : int
            Project and learn block, as `list_anomaly_blocks` lists them.
        category : {"training", "testing", "validation"}
            Which windows.
        progress : callable, optional
            Called from time to time with the number of bytes received, and the expected number or None. An
            exception in it stops the transfer and is raised.
        max_bytes : int
            Limit of the features, in bytes.
        deadline_s : float
            Seconds for the complete call.

        Returns
        -------
        Windows
            All features of the block, with sample, time and label of each window where the service has
            them. The outcome follows from the ``anomalyLabelsConfig`` of the project.

        Raises
        ------
        ResponseTooLargeError
            There are more bytes than `max_bytes`.
        StudioError, TransportError, InvalidResponseError, MissingCredentialsError, TypeError, ValueError
            As for `get_anomaly`.

        Examples
        --------
        >>> from edgeanomaly_nb import StudioClient
        >>> windows = StudioClient.sample().get_windows(481207, 4, "testing")
        >>> windows.features.dtype, windows.origin.columns[:3].tolist()
        (dtype('float32'), ['sample_id', 'start_ms', 'end_ms'])
        """
        from ..scores.npy import NotNpyError

        limit = read_int(1, max_bytes, "max_bytes")
        operation = replace(
            self._windows_operation(project_id, learn_id, category),
            deadline_s=read_seconds(deadline_s, "deadline_s"),
        )
        try:
            return self._windows(operation, category, limit, progress)
        except NotNpyError as exc:
            problem = str(exc)
        raise operation.error(InvalidResponseError, f"The response for {operation.what} {problem}.")

    def _windows(
        self, operation: Operation, category: str, max_bytes: int, progress: Progress | None
    ) -> Windows:
        from ..scores.windows import Windows
        from . import windows_data as data

        inputs = self._inputs(operation, category)
        count = count_of([metadata for _, metadata in inputs])
        data.refuse_too_large(operation, count, max_bytes)
        config = self._config_of(operation, self._source(operation, None).block_type)
        data.check_features(count, config.dependencies.feature_count if config else None)
        arrays, done = [], 0
        for dsp, metadata in inputs:
            transfer = Transfer(max_bytes - done, data.from_here(progress, done, count.n_bytes))
            body = self._fetch_data(operation, f"{dsp}/x/{category}", transfer)
            done += len(body)
            arrays.append(data.read_features(body, metadata))
        features = data.join_blocks(arrays)
        return Windows(
            features,
            data.read_origin(self._origin(operation, inputs[0][0], category), inputs[0][1], len(features)),
            category=category,
            source=f"block {operation.learn_id} of project {operation.project_id}",
            **data.outcome_labels(self._project_info(operation).known_labels),
        )

    def _origin(self, operation: Operation, dsp: int, category: str) -> bytes | None:
        """Return label, sample and time of each window, as an extra: None if the service has none."""
        with suppress(EdgeAnomalyError):
            return self._fetch_data(operation, f"{dsp}/y/{category}", Transfer(_ORIGIN_BYTES), is_extra=True)
        return None

    def _fetch_data(
        self, operation: Operation, data: str, transfer: Transfer, *, is_extra: bool = False
    ) -> bytes:
        path = f"/api/{operation.project_id}/dsp-data/{data}"
        return self._fetch(path, Envelope, replace(operation, transfer=transfer), is_extra=is_extra)[0]

    def get_test_scores(
        self,
        project_id: SupportsIndex,
        impulse_id: SupportsIndex,
        learn_id: SupportsIndex,
        *,
        category: str = "testing",
        progress: Progress | None = None,
    ) -> pd.DataFrame:
        """Fetch the scores that the service itself computed in model testing, for every kind of block.

        The operation is ``getClassifyJobResultPage``; all pages are fetched.

        Parameters
        ----------
        project_id, impulse_id, learn_id : int
            Project, impulse and learn block, as `list_anomaly_blocks` lists them.
        category : str
            Which windows; ``testing`` by default.
        progress : callable, optional
            Called after each page with the number of samples received, and the total.

        Returns
        -------
        DataFrame
            As `AnomalyModel.score` returns it: score (float64, NaN where the service has none), nearest
            (Int64, missing), and the origin. The service does not send the times of windows.

        Raises
        ------
        StudioError
            The service refused the request; model testing may not have been run.
        TransportError, InvalidResponseError, MissingCredentialsError, TypeError, ValueError
            As for `get_anomaly`.

        Examples
        --------
        >>> from edgeanomaly_nb import StudioClient
        >>> StudioClient.sample().get_test_scores(481207, 1, 4)["score"].dtype
        dtype('float64')
        """
        from ..block.frames import legacy_frame
        from .results import results_frame
        from .windows_data import outcome_labels

        operation = self._block_operation(project_id, learn_id, "the test results of ")
        impulse = read_id(impulse_id, "impulse_id")
        query = {"impulseId": impulse, "category": category, "limit": _PAGE}
        results = list(self._result_pages(query, operation, progress))
        block_type = self._source(operation, None).block_type
        config = self._config_of(operation, block_type)
        labels = outcome_labels(self._project_info(operation).known_labels)
        thresholds = legacy_frame(None) if config is None else config.thresholds
        return results_frame(results, operation, kind_of(block_type), thresholds, labels)

    def _result_pages(
        self, query: dict[str, object], operation: Operation, progress: Progress | None
    ) -> Iterator[SampleResult]:
        done = 0
        while True:
            options = urlencode({**query, "offset": done})
            path = f"/api/{operation.project_id}/classify/all/result/page?{options}"
            # Each page has the deadline of a call: a project can have thousands of samples.
            page = self._get(path, ResultPageBody, replace(operation, started=monotonic()))
            yield from page.result
            done += len(page.result)
            if progress is not None:
                progress(done, page.total_count)
            if not page.result or done >= page.total_count:
                return

    def _windows_operation(
        self, project_id: SupportsIndex, learn_id: SupportsIndex, category: str
    ) -> Operation:
        return self._block_operation(project_id, learn_id, f"the {check_category(category)} windows of ")

    def _inputs(self, operation: Operation, category: str) -> list[tuple[int, DspMetadataBody]]:
        """Return id and metadata of the processing blocks of a learn block, in its order."""
        blocks = [block for impulse in self._impulses(operation) for block in impulse.learn_blocks]
        found = next((block for block in blocks if block.id == operation.learn_id), None)
        if found is None or not found.dsp:
            has = "has no processing blocks" if found else "is not in the impulses of the project"
            raise operation.error(
                InvalidResponseError,
                f"{capitalized(operation.what)} cannot be fetched: the block {has}. Check the ids: "
                "list_anomaly_blocks(project_id) shows them.",
            )
        query = urlencode({"category": category, "excludeIncludedSamples": "false"})
        paths = [(dsp, f"/api/{operation.project_id}/dsp/{dsp}/metadata?{query}") for dsp in found.dsp]
        return [(dsp, self._get(path, DspMetadataBody, operation)) for dsp, path in paths]

    def _project_info(self, operation: Operation) -> ProjectInfoBody:
        """Return which labels are anomalies, as an extra: the defaults if it cannot be fetched."""
        with suppress(EdgeAnomalyError):
            return self._get(f"/api/{operation.project_id}", ProjectInfoBody, operation, is_extra=True)
        return ProjectInfoBody(success=True)


def no_model_text(operation: Operation, kind: Kind, impulse_id: int | None) -> str:
    """Return why a visual or custom block has no model here, and where its scores are.

    Examples
    --------
    >>> from edgeanomaly_nb.block.kinds import VISUAL
    >>> print(no_model_text(Operation("the model", 1, 3), VISUAL, 2))
    Block 3 of project 1 is a visual block, so there is no trained model to score windows with: the service
    sends one only of K-means and GMM blocks. client.get_test_scores(1, 2, 3) fetches the scores that the
    service computed in model testing, and ea.what_if(scores, thresholds) tries thresholds on them.
    """
    impulse = "impulse_id" if impulse_id is None else impulse_id
    ids = f"{operation.project_id}, {impulse}, {operation.learn_id}"
    return (
        f"Block {operation.learn_id} of project {operation.project_id} is a {kind.name} block, so there is "
        "no trained model to score windows with: the service sends one only of K-means and GMM blocks. "
        f"client.get_test_scores({ids}) fetches the scores that the service computed in model testing, and "
        "ea.what_if(scores, thresholds) tries thresholds on them."
    )


def _looks_like_gmm(source: Source, metadata: MetadataBody) -> bool:
    """Return True if the type of a block is not known, but its model has the parts of a mixture."""
    is_unknown = source.block_type is None
    return is_unknown and not metadata.clusters and len(metadata.mean) == 1 and len(metadata.axes) > 1
