"""Bundled sample projects: anomaly blocks of every kind, without network and account.

`edgeanomaly_nb.studio.samples.adapter` serves them to a `requests.Session` as the Studio API does. The data
beside this module is written by ``tools/make_samples.py``.
"""

from .catalogue import SAMPLE_BASE_URL as SAMPLE_BASE_URL
from .catalogue import SAMPLE_KEY as SAMPLE_KEY
from .catalogue import SAMPLES as SAMPLES
from .catalogue import Sample as Sample
from .catalogue import list_samples as list_samples
from .catalogue import sample_name as sample_name
