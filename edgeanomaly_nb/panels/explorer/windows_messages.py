"""Which windows the Scores tab can fetch, and what it shows as text meanwhile."""

from __future__ import annotations

from ...studio.samples import SAMPLES
from ...studio.windows_count import WindowsCount
from ...text import counted, listed
from .block_handle import BlockHandle
from .messages import bytes_text

NO_WINDOWS = {
    "testing": "This block has no testing windows: choose the training windows, or add test data in Studio.",
    "training": "This block has no training windows: generate its features in Studio first.",
}
#: The windows that can be chosen, and their names.
CATEGORIES = {"testing": "testing windows", "training": "training windows"}
STOPPED = "Stopped: no windows were kept."
NOT_FETCHED = (
    "Scores need the windows of a block, and this block was not loaded from a service. "
    "Call ScoresPanel(model, windows) with a model and windows from files."
)


def no_scores_text(block: BlockHandle, *, is_sample: bool) -> str:
    """Return why a block has no scores here; empty if it has.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> no_scores_text(BlockHandle(ea.load_sample("motion")), is_sample=False) == NOT_FETCHED
    True
    """
    if not block.kind.has_axes:
        return (
            f"A block of this kind ({block.kind.short_name}) has no clusters, so its scores cannot be "
            "computed here. StudioClient.get_test_scores fetches the scores that the service computed."
        )
    if block.client is None or None in (block.project_id, block.learn_id):
        return NOT_FETCHED
    if is_sample and not _has_windows(block):
        names = [sample.name for sample in SAMPLES.values() if sample.has_windows]
        return (
            f"This sample has no windows, so it has no scores. These samples have windows: {listed(names)}."
        )
    return ""


def _has_windows(block: BlockHandle) -> bool:
    ids = (block.project_id, block.learn_id)
    return any(
        sample.has_windows and (sample.project_id, sample.learn_id) == ids for sample in SAMPLES.values()
    )


def fetch_text(count: WindowsCount, category: str) -> str:
    """Return what the button would fetch.

    Examples
    --------
    >>> fetch_text(WindowsCount(11_226, 33, 1_481_832), "training")
    'Fetch 11,226 training windows × 33 features, 1.5 MB'
    """
    noun = CATEGORIES[category].removesuffix("s")
    windows, features = counted(count.n_windows, noun), counted(count.n_features, "feature")
    return f"Fetch {windows} × {features}, {bytes_text(count.n_bytes)}"


def progress_html(done: int, total: int | None) -> str:
    """Return how much was received, as a bar and as text.

    Examples
    --------
    >>> "0.5 of 1.0 MB" in progress_html(500_000, 1_000_000)
    False
    >>> "500 kB of 1.0 MB" in progress_html(500_000, 1_000_000)
    True
    """
    text = bytes_text(done) + (f" of {bytes_text(total)}" if total else "")
    ends = f' max="{total}" value="{min(done, total)}"' if total else ""
    return (
        f'<div style="line-height:1.5"><progress{ends} aria-label="Windows received" '
        f'style="width:220px;vertical-align:middle"></progress> {text}</div>'
    )
