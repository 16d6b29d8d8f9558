"""The wire types of all responses but configs of blocks, and of changes: only fields that are needed."""

from __future__ import annotations

from msgspec import Raw, Struct

from ..block.schema import Body, Int64


class LearnBlock(Struct):
    """One learn block of an impulse."""

    id: Int64
    type: str
    name: str
    dsp: tuple[int, ...] | None = None
    title: str | None = None


class DspBlock(Struct, rename="camel"):
    """One processing block of an impulse: its sensor axes, and the features of each."""

    id: Int64
    axes: list[str] | None = None
    values_per_axis: int | None = None

    @property
    def n_features(self) -> int | None:
        """Number of features; None if it is not known."""
        if self.axes is None or self.values_per_axis is None:
            return None
        return len(self.axes) * self.values_per_axis


class Impulse(Struct, rename="camel"):
    """One impulse: its learn blocks, id and name, and its processing blocks."""

    learn_blocks: list[LearnBlock]
    id: Int64 | None = None
    name: str | None = None
    dsp_blocks: list[DspBlock] | None = None


class ImpulsesBody(Body):
    """The body of ``getAllImpulses``."""

    impulses: list[Impulse]


class ImpulseBody(Body):
    """The body of ``getImpulse``. ``impulse`` is missing in a project without one."""

    impulse: Impulse | None = None


class Project(Struct):
    """One project. Its other fields can hold keys and e-mail addresses, so they are not decoded."""

    id: Int64
    name: str


class ProjectsBody(Body):
    """The body of ``listProjects``."""

    projects: list[Project]


class KeyInfoBody(Body):
    """The body of ``getCurrentApiKeyInfo``."""

    project_id: int | None = None
    role: str | None = None


class LearnConfig(Struct, rename="camel"):
    """The config of one learn block, as getAnomaly or getKeras returns it, but without ``success``."""

    block_id: Int64
    config: Raw


class DetailedImpulse(Struct, rename="camel"):
    """One impulse with the configs of its learn blocks."""

    impulse: Impulse
    learn_block_anomaly_configs: list[LearnConfig] | None = None
    learn_block_keras_configs: list[LearnConfig] | None = None
    is_stale: bool | None = None

    @property
    def configs(self) -> dict[int, Raw]:
        """The configs of all learn blocks by id."""
        listed = (self.learn_block_anomaly_configs or []) + (self.learn_block_keras_configs or [])
        return {found.block_id: found.config for found in listed}


class DetailedImpulsesBody(Body):
    """The body of ``getAllDetailedImpulses``."""

    impulses: list[DetailedImpulse]


class IncludedSample(Struct, rename="camel"):
    """One sample of a processing block, and its number of windows."""

    id: Int64
    window_count: int | None = None


class DspMetadataBody(Body):
    """The body of ``getDspMetadata``: how many windows a processing block has, and of which samples."""

    window_count: int
    feature_count: int
    labels: list[str] | None = None
    included_samples: list[IncludedSample] | None = None


class AnomalyLabels(Struct, rename="camel"):
    """Which labels of a project are anomalies, and which are not."""

    anomaly_labels: list[str] | None = None
    no_anomaly_labels: list[str] | None = None


class ProjectInfo(Struct, rename="camel"):
    """A project. Its other fields can hold e-mail addresses, so they are not decoded."""

    anomaly_labels_config: AnomalyLabels | None = None


class ProjectInfoBody(Body):
    """The body of ``getProjectInfo``. Its other fields can hold keys, so they are not decoded."""

    project: ProjectInfo | None = None
    anomaly_labels_config: AnomalyLabels | None = None

    @property
    def known_labels(self) -> AnomalyLabels:
        """The labels, wherever they are in the body."""
        in_project = self.project.anomaly_labels_config if self.project else None
        return self.anomaly_labels_config or in_project or AnomalyLabels()


class WindowScore(Struct):
    """The score of one window; None if there is none."""

    anomaly: float | None = None


class ImageScore(Struct, rename="camel"):
    """The mean and the maximum of the cells of one image; None if they are not sent."""

    mean_score: float | None = None
    max_score: float | None = None


class ResultBlock(Struct):
    """The learn block of a result."""

    id: Int64


class Classification(Struct, rename="camel"):
    """The results of one learn block for the windows of one sample."""

    learn_block: ResultBlock
    result: Raw  # of other blocks in other forms
    anomaly_result: Raw = Raw(b"null")  # of visual blocks
    expected_anomaly_outcome: object = None


class ResultSample(Struct, rename="camel"):
    """What is known about a sample."""

    label: str | None = None


class SampleResult(Struct, rename="camel"):
    """The results of one sample."""

    sample_id: Int64 | None = None
    sample: ResultSample | None = None
    classifications: list[Classification] | None = None


class ResultPageBody(Body):
    """The body of ``getClassifyJobResultPage``."""

    total_count: int
    result: list[SampleResult]


class SetThresholdsBody(Body):
    """The body of ``setImpulseThresholds``: what became of the model testing results."""

    had_model_testing_results: bool | None = None
    regenerate_model_testing_status: str | None = None
    regenerate_model_testing_results_job_id: int | None = None
