"""The report as a tagged PDF, typeset by typst from report.typ."""

from __future__ import annotations

import json
import re
import unicodedata
import warnings
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from ..errors import MissingExtraError
from ..text import listed
from .pdf_data import report_data
from .pdf_fonts import report_fonts
from .summarize import Summary
from .template import own_file

if TYPE_CHECKING:
    import typst

MOST_NAMED = 40  # characters, in the note

# typst names the characters without a font only in the text of its error:
# https://github.com/typst/typst/issues/3004. Unprintable characters are written as \u{200d}.
_NO_FONT = re.compile(r'the text `"(.*?)"` could not be displayed with')
_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}")


def render(summary: Summary) -> bytes:
    """Render the PDF: A4, numbered pages, real text, vector charts, tagged for screen readers (PDF/UA-1).

    Text that cannot be shown, such as a script that no font on this machine has, is not an error: the PDF has
    a note about it, and does not claim PDF/UA-1.

    Raises
    ------
    MissingExtraError
        typst is not installed.

    Warns
    -----
    UserWarning
        No font has a character, so it is shown as a box. The warning names it and how to get a font.

    Examples
    --------
    >>> import edgeanomaly_nb as ea
    >>> from edgeanomaly_nb.report import summarize
    >>> render(summarize([ea.load_sample("motion")]))[:5]
    b'%PDF-'
    """
    try:
        import typst
    except ImportError as exc:
        raise MissingExtraError.of("A PDF report", "typst") from exc
    report = report_data(summary)
    with TemporaryDirectory(prefix="edgeanomaly-nb-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        fonts = report_fonts(folder)
        try:
            return _compile(report, fonts, folder, "ua-1")
        except typst.TypstError as error:
            if "PDF/UA-1" not in error.message:
                raise
            report["note"] = note = _note(error)
        content = _compile(report, fonts, folder)
    warnings.warn(note, UserWarning, stacklevel=2)
    return content


def _compile(
    report: dict[str, object], fonts: typst.Fonts, folder: Path, *standards: typst.PDFStandard
) -> bytes:
    import typst

    template = folder / "report.typ"  # beside the fonts only, since it can read its folder
    template.write_bytes(own_file(template.name).encode())
    return typst.compile(
        template,
        root=folder,
        font_paths=fonts,
        sys_inputs={"report": json.dumps(report)},
        pdf_standards=list(standards),
    )


def _note(error: typst.TypstError) -> str:
    """Return why the document cannot be PDF/UA-1, and what to do."""
    named = list(dict.fromkeys(c for text in _NO_FONT.findall(error.diagnostic) for c in _unescape(text)))
    missing = [c for c in named if not c.isascii() and not _is_ignorable(c)]
    if not missing:  # for example https://github.com/typst/typst/issues/7432
        why = f"A text of this report cannot be tagged for screen readers ({error.message})."
    else:
        shown = listed([f"{c} (U+{ord(c):04X})" for c in missing], MOST_NAMED)
        why = (
            f"No font on this machine has these characters, so they are shown as boxes: {shown}. "
            "Install a font that has them, such as one of the Noto fonts (https://fonts.google.com/noto; on "
            "Debian and Ubuntu: apt-get install fonts-noto), and write the report again."
        )
    return f"{why} This PDF does not claim PDF/UA-1, the standard for accessible documents."


def _unescape(text: str) -> str:
    return _ESCAPE.sub(lambda code: chr(int(code[1], 16)), text)


def _is_ignorable(character: str) -> bool:
    """Return True for joiners and variation selectors, which need no font."""
    return unicodedata.category(character) == "Cf" or "VARIATION SELECTOR" in unicodedata.name(character, "")
