"""The configuration of one anomaly block, frozen; panels, plots, reports and rules take this object."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from ..errors import InvalidResponseError, OperationFailedError
from ..files import read_file, write_atomically
from .config_body import decode_config, with_type
from .config_fields import ConfigFields
from .file_format import digest_of, pack, unpack, unreadable
from .schema import body_bytes
from .source import Source

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from pathlib import Path

    import pandas as pd

    from ..checks.rule import Rule
    from ..firmware.read import FirmwareHeader
    from ..scores.model import AnomalyModel
    from ..scores.windows import Windows
    from .schema import AnomalyBody, KerasBody


@dataclass(frozen=True, repr=False)
class AnomalyConfig(ConfigFields):
    """The configuration of one anomaly block.

    Created by `StudioClient.get_anomaly`, `load_sample`, `AnomalyConfig.load` or `AnomalyConfig.from_json`.
    Two configs are equal if their bodies are equal.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> config = ea.load_sample("motion")
    >>> config.trained, config.cluster_count, len(config.axes), config.thresholds.index.tolist()
    (True, 5, 33, ['min_score'])
    """

    _body: bytes
    _wire: AnomalyBody | KerasBody = field(compare=False)
    source: Source = field(default=Source(), compare=False)

    @classmethod
    def from_json(
        cls, body: bytes | str, *, source: Source | None = None, block_type: str | None = None
    ) -> AnomalyConfig:
        """Return the config in a JSON body of ``getAnomaly``, or of ``getKeras`` for other blocks.

        Parameters
        ----------
        body : bytes or str
            The body as the service sends it, or as `to_json` returns it. UTF-8 if bytes.
        source : Source, optional
            Where it came from.
        block_type : str, optional
            The ``type`` of the block, as `StudioClient.list_anomaly_blocks` returns it, in place of that of
            `source`. Without either, `kind` is unknown unless the body contains the type.

        Returns
        -------
        AnomalyConfig
            It keeps the body unchanged: `to_json` returns unknown fields, too.

        Raises
        ------
        InvalidResponseError
            The body is not JSON or does not fit the schema; the message names the place, as ``$.axes[3].ix``.
            ``edgeanomaly_nb.block.schema`` lists what is accepted.
        OperationFailedError
            The body has ``success: false``.
        TypeError
            `body` is neither text nor bytes, or `block_type` is not text.

        Examples
        --------
        >>> import edgeanomaly_nb as ea
        >>> body = ea.load_sample("fan").to_json()
        >>> AnomalyConfig.from_json(body, block_type="anomaly-gmm").kind.name
        'GMM'
        >>> AnomalyConfig.from_json("[]")
        Traceback (most recent call last):
            ...
        edgeanomaly_nb.errors.InvalidResponseError: The response for this block does not fit the schema ...
        """
        raw = body_bytes(body, "body")
        source = with_type(source or Source(), block_type)
        return cls(raw, *decode_config(raw, source))

    def to_json(self) -> str:
        """Return the body exactly as the service sent it, unknown fields included.

        Examples
        --------
        >>> import edgeanomaly_nb as ea
        >>> config = ea.load_sample("motion")
        >>> ea.AnomalyConfig.from_json(config.to_json()) == config
        True
        """
        return self._body.decode()

    @classmethod
    def load(cls, path: str | os.PathLike[str], *, block_type: str | None = None) -> AnomalyConfig:
        """Return the config in a file.

        Parameters
        ----------
        path : str or path
            A file written by `save`, or one that contains the JSON body of ``getAnomaly``.
        block_type : str, optional
            The ``type`` of the block, if the file does not contain it or has another one.

        Returns
        -------
        AnomalyConfig
            Equal to the saved one, with the same source; ``source.path`` is `path`.

        Raises
        ------
        InvalidFileError
            The file is incomplete, of another format or a newer version, or was changed after it was saved.
        OSError
            It cannot be read.
        TypeError
            `block_type` is not text.

        Examples
        --------
        >>> import tempfile, edgeanomaly_nb as ea
        >>> config = ea.load_sample("motion")
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     ea.AnomalyConfig.load(config.save(f"{folder}/motion.json")) == config
        True
        """
        return cls._from_file(read_file(path), str(path), block_type)

    @classmethod
    def _from_file(cls, content: bytes, name: str, block_type: str | None = None) -> AnomalyConfig:
        body, source = unpack(content, name)
        source = replace(source, path=name)
        try:
            return cls.from_json(body, source=source, block_type=block_type)
        except (InvalidResponseError, OperationFailedError) as exc:
            problem = unreadable(name, "a response", exc)
        raise problem

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the config to a file as JSON, without loss; `load` reads it.

        Parameters
        ----------
        path : str or path
            The file. An existing one is replaced in one step; if writing fails, it stays unchanged.

        Returns
        -------
        Path
            `path`.

        Raises
        ------
        OSError
            It cannot be written.

        Examples
        --------
        >>> import tempfile, edgeanomaly_nb as ea
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     ea.load_sample("motion").save(f"{folder}/motion.json").name
        'motion.json'
        """
        return write_atomically(path, [pack(self._body, self.source)])

    def findings(
        self,
        *,
        model: AnomalyModel | None = None,
        windows: Windows | None = None,
        firmware: FirmwareHeader | None = None,
        leave_out: Iterable[str] = (),
        limits: Mapping[str, float] | None = None,
        extra: Iterable[Rule] = (),
    ) -> pd.DataFrame:
        """Check the config against a table of rules.

        ``ea.list_rules()`` lists them with their reasons; ``edgeanomaly_nb.checks.rules`` describes them.

        Parameters
        ----------
        model : AnomalyModel, optional
            The trained model of the block, for the rules about it.
        windows : Windows, optional
            Windows of the block, for the rules about their scores. They need a model, too.
        firmware : FirmwareHeader, optional
            A header that `edgeanomaly_nb.firmware_header` wrote earlier: are its thresholds still those of
            the config?
        leave_out : iterable of str
            Codes of rules to skip.
        limits : mapping of str to number, optional
            Limits that replace those of `edgeanomaly_nb.checks.rules.LIMITS`.
        extra : iterable of Rule
            Your own rules; they run after the others.

        Returns
        -------
        DataFrame
            One row per finding, most severe first; the same columns if there are none.

            ========  =====  ==========================================================
            column    dtype  meaning
            ========  =====  ==========================================================
            severity  str    ``error``, ``warning`` or ``info``
            code      str    the rule, such as ``threshold-far``
            subject   str    ``block``, ``axes``, ``windows``, ``firmware`` or the key of a threshold
            message   str    the problem and what to do, as plain text
            ========  =====  ==========================================================

        Raises
        ------
        ValueError
            A code or a limit is unknown, or the windows do not fit the model.
        TypeError
            A limit is not a number.

        Examples
        --------
        >>> import edgeanomaly_nb as ea
        >>> ea.load_sample("untrained").findings()[["severity", "code"]]
          severity              code
        0    error         untrained
        1    error  no-axis-selected
        2     info     no-favourites
        """
        from ..checks.findings import findings_frame

        return findings_frame(
            self,
            model=model,
            windows=windows,
            firmware=firmware,
            leave_out=leave_out,
            limits=limits,
            extra=extra,
        )

    def to_html(
        self,
        path: str | os.PathLike[str] | None = None,
        *,
        model: AnomalyModel | None = None,
        windows: Windows | None = None,
        made_at: datetime | None = None,
    ) -> str | None:
        """Write a report on this block as one self-contained HTML page.

        Parameters
        ----------
        path : str or path, optional
            The file; without it the page is returned.
        model : AnomalyModel, optional
            The trained model of the block.
        windows : Windows, optional
            Windows of the block: the page then shows what its thresholds would flag. They need a model.
        made_at : datetime, optional
            The time to show in the report; UTC if it has no time zone. The same config and time give the
            same bytes.

        Returns
        -------
        str or None
            The page; None if it was written to `path`.

        Raises
        ------
        OSError
            It cannot be written.
        ValueError
            The windows have no model, or do not fit it.

        Examples
        --------
        >>> import edgeanomaly_nb as ea
        >>> ea.load_sample("motion").to_html()[:15]
        '<!doctype html>'
        """
        from ..report import html_page, write_report

        if path is None:
            return html_page(self, model=model, windows=windows, made_at=made_at)
        write_report(self, path, form="html", model=model, windows=windows, made_at=made_at)
        return None

    @property
    def sha256(self) -> str:
        """SHA-256 of the body as it was sent, as 64 hexadecimal digits."""
        return digest_of(self._body)

    def __repr__(self) -> str:
        from ..facts import config_text

        return config_text(self)

    def _repr_html_(self) -> str:
        from ..facts import config_html

        return config_html(self)

    def __reduce__(self) -> tuple[object, ...]:
        # Pickling keeps the body only: it is smaller, and everything else is decoded from it.
        return partial(type(self).from_json, source=self.source), (self._body,)
