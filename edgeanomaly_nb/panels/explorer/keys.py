"""The client of the explorer: from the environment, from a typed key, or for the samples."""

from __future__ import annotations

import warnings

from ...errors import MissingCredentialsError
from ...studio.auth.keys import ApiKey, StudioAuth
from ...studio.client import StudioClient
from ...studio.samples import SAMPLE_BASE_URL


def client_or_error(
    client: StudioClient | None, *, allow_writes: bool = False
) -> tuple[StudioClient | None, MissingCredentialsError | None]:
    """Return the client, or one with the key in the environment, or the error for a missing key.

    Raises
    ------
    ValueError
        Writes are allowed, but not with this client.

    Examples
    --------
    >>> client, missing = client_or_error(StudioClient.sample())
    >>> is_sample(client), missing
    (True, None)
    """
    if client is not None:
        if allow_writes and not (client.allow_writes or is_sample(client)):
            raise ValueError(
                "This client only reads. For an explorer that can write, create it with StudioClient(..., "
                "allow_writes=True)."
            )
        return client, None
    try:
        return StudioClient(allow_writes=allow_writes), None
    except MissingCredentialsError as missing:
        return None, missing


def is_sample(client: StudioClient | None) -> bool:
    """Return True if a client loads the bundled samples.

    Examples
    --------
    >>> is_sample(None)
    False
    """
    return client is not None and client.base_url == SAMPLE_BASE_URL


def client_with(auth: StudioAuth, like: StudioClient | None, *, allow_writes: bool = False) -> StudioClient:
    """Return a client with another key, for the server of `like` or the one in the environment.

    Raises
    ------
    ValueError
        The base URL in the environment is invalid.

    Examples
    --------
    >>> client_with(ApiKey("ei_" + 32 * "0"), StudioClient.sample()).host
    'samples.invalid'
    """
    return StudioClient(auth, allow_writes=allow_writes) if like is None else like.with_auth(auth)


def read_key(key: str) -> tuple[ApiKey | None, str]:
    """Return a typed text as a key, or the reason why it is not one, which does not quote the text.

    Examples
    --------
    >>> read_key("secret")[0] is None, "secret" in read_key("secret")[1]
    (True, False)
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", UserWarning)
            return ApiKey(key), ""
    except UserWarning:
        refusal = "This does not look like an API key: those start with ei_ and have at least 32 characters."
    except (TypeError, ValueError) as invalid:
        refusal = str(invalid)
    return None, f"{refusal} In Studio it is under Dashboard, Keys. The key in use is kept."
