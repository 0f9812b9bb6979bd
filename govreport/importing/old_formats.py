"""Files of old formats, opened by LibreOffice where it is installed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from govreport.errors import InvalidFile, Problem

_KINDS = {".xls": "xlsx", ".et": "xlsx", ".xlsm": "xlsx", ".doc": "docx", ".wps": "docx", ".rtf": "docx"}
OLD = frozenset(_KINDS)
_SECONDS = 60


def converted(content: bytes, shown_as: str) -> tuple[bytes, str]:
    """The file in today's format, and that format's suffix.

    Raises:
        InvalidFile: LibreOffice is not installed, or cannot open the file either; with what to do.
    """
    suffix = Path(shown_as).suffix.lower()
    kind = _KINDS[suffix]
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office:
        with TemporaryDirectory() as folder:
            source = Path(folder, f"file{suffix}")
            source.write_bytes(content)
            made = Path(folder, "out", f"file.{kind}")
            if _convert(office, source, kind, folder) and made.is_file():
                return made.read_bytes(), f".{kind}"
    text = f"是 {suffix} 格式的文件，请在 Excel、Word 或 WPS 中打开，另存为 .{kind} 后再导入"
    raise InvalidFile(shown_as, [Problem(0, text)])


def _convert(office: str, source: Path, kind: str, folder: str) -> bool:
    """Have LibreOffice convert with a profile of its own, without macros and without waiting for ever."""
    profile = Path(folder, "profile").as_uri()
    options = ("--headless", "--norestore", "--convert-to", kind, "--outdir", str(Path(folder, "out")))
    words = [office, f"-env:UserInstallation={profile}", *options, str(source)]
    try:
        subprocess.run(words, check=True, timeout=_SECONDS, capture_output=True, stdin=subprocess.DEVNULL)
    except (subprocess.SubprocessError, OSError):
        return False
    return True
