"""What a page is made of, as one digest: the bytes of the files that were read, and the findings on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256

from govreport.report import Finding, to_json


def basis_digest(files: Mapping[int, str], findings: Sequence[Finding]) -> str:
    """SHA-256 over the digests of an agency's yearly files, by year, and the findings on the newest.

    Whatever else a finding rests on (settings, words, rosters, names of others) counts by what it leads to: one unit
    more on a roster changes no other unit's page.
    """
    content = [sorted(files.items()), [finding.record() for finding in findings]]
    return sha256(to_json(content, canonical=True).encode(errors="surrogatepass")).hexdigest()
