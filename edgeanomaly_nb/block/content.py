"""Descriptions of files and bodies that are not the response of ``getAnomaly``, where they are recognised."""

from __future__ import annotations

import re

import msgspec

from ..files import UTF8_BOM

_BEGINNING = 4096

#: How text that is not JSON begins, and what it is.
_TEXTS = (
    (rb"(?i:<!doctype html|<html|<head|<body)", "a web page (HTML), such as that of a log-in or of a proxy"),
    (rb"<\?xml|<[A-Za-z]", "XML"),
    (rb"HTTP/\d", "a response with its headers, as curl -i writes it; omit the -i"),
    (rb"%PDF|PK\x03\x04|\x1f\x8b|\x89PNG|\xff\xd8\xff|SQLite format", "a file of another type (not text)"),
    (rb"[bB]?'\s*[{\[]", "the repr of text in Python; write the text itself, without repr()"),
    (
        rb"[{\[]\s*'|\{\s*\}\Z|[{\[][^\"]*\b(True|False|None)\b",
        "a dict as Python prints it; write it with json.dumps, or save response.content",
    ),
    (rb"AnomalyConfigResponse\(|\w+=\w+\(|success=(True|False)", "an object as Python prints it"),
    (rb"\{\s*(//|/\*|\w+\s*:)", "JavaScript or JSON with comments, not JSON"),
    (rb"\[[\w.\"-]+\]\s*[\r\n]+\s*(\w|#)", "TOML or an INI file"),
    (rb"(%YAML|---\s*[\r\n])|(#[^\n]*\n)*[A-Za-z_]\w*:(\s+\S[^,\n]*)?\r?\n", "YAML"),
    (rb"\"?[\w ()/.-]+\"?([,;\t]\"?[\w ()/.-]*\"?)+\r?\n", "a table (CSV)"),
)

_LEARNED = "the response of getAnomalyMetadata: what a block has learned, not its configuration"
_GMM = "the response of getGmmMetadata: what a GMM block has learned, not its configuration"
_KERAS = "the response of getKeras, for neural networks and visual or custom anomaly blocks"

#: Fields of JSON objects, in lower case and without underscores, and what an object with all of them is.
_OBJECTS = (
    ({"nbformat", "cells"}, "a notebook"),
    ({"log"}, "a recording of a browser (HAR); save the response of the one request alone"),
    ({"sha256", "source", "axes"}, "the output of “edgeanomaly-nb show --json”; use fetch instead"),
    ({"before", "after", "changes"}, "the output of “edgeanomaly-nb diff --json”"),
    ({"means", "covariances"}, _GMM),
    ({"means", "weights"}, _GMM),
    ({"clusters", "scale"}, _LEARNED),
    ({"clusters", "mean"}, _LEARNED),
    ({"defaultminimumconfidencerating"}, _LEARNED),
    ({"selectedmodeltype"}, _KERAS),
    ({"visuallayers"}, _KERAS),
    ({"trainingcycles"}, _KERAS),
    ({"layers", "classnames"}, "the response of getKerasMetadata, for neural networks"),
    ({"learnblockanomalyconfigs"}, "one impulse of getAllDetailedImpulses"),
    ({"impulses"}, "the response of getAllImpulses: it lists the blocks of a project"),
    ({"impulse"}, "the response of getImpulse: it lists the blocks of one impulse"),
    ({"learnblocks"}, "one impulse: it lists blocks without their configurations"),
    ({"projects"}, "the response of listProjects"),
    ({"project"}, "the response of getProjectInfo; it can hold keys, so delete the file if it is not needed"),
    ({"developmentkeys"}, "the response of getProjectInfo; it can hold keys, so delete the file"),
    ({"apikeys"}, "a list of API keys; delete the file if it is not needed"),
    ({"projectid", "role"}, "the response of getCurrentApiKeyInfo"),
    ({"accesstoken"}, "the response of a log-in; it holds a token, so delete the file if it is not needed"),
    ({"jobs"}, "the response of listActiveJobs or listFinishedJobs"),
    ({"job"}, "the response of getJobStatus"),
    ({"stdout"}, "the log of a job"),
    ({"totalsamplecount", "data"}, "the response of anomalyTrainedFeatures: features of samples"),
    ({"samples"}, "a list of samples"),
    ({"result", "accuracy"}, "the result of model testing"),
    ({"dsp", "config"}, "the response of getDspConfig, for a processing block"),
    ({"openapi"}, "the description of an API (OpenAPI)"),
    ({"severity", "code", "subject"}, "the output of “edgeanomaly-nb check --json”"),
    ({"ix", "label"}, "a table of axes"),
    ({"key", "value", "suggestedvalue"}, "a table of thresholds"),
    ({"learnid", "projectid", "type"}, "a list of blocks"),
    ({"success", "id"}, "the start of a job, or the response of a request that created something"),
)
_BINDING = (
    "a response as the vendor's Python binding writes it by .json(), which spells the fields in another way "
    "and drops those that it does not know; “edgeanomaly-nb fetch” writes all of them"
)
_CONFIG = {"axes", "selectedaxes", "dependencies"}
_KERAS_CONFIG = {"type", "thresholds", "dependencies"}
_ERRORS = ("error", "errors", "message", "detail", "statuscode")


def describe_content(content: bytes) -> str:
    """Describe content that is not the response of ``getAnomaly``.

    Parameters
    ----------
    content : bytes
        The content of a file, or the body of a response.

    Returns
    -------
    str
        What it is, to follow “it is”, and sometimes what to do; empty if it is not recognised. It quotes no
        value of the content.

    Examples
    --------
    >>> describe_content(b'{"success": true, "projects": []}')
    'the response of listProjects'
    >>> describe_content(b"<!DOCTYPE html><html>")
    'a web page (HTML), such as that of a log-in or of a proxy'
    """
    text = content.removeprefix(UTF8_BOM).strip()
    if not text:
        return ""
    try:
        value = msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as exc:
        if "trailing characters" in str(exc) and text[:1] == b"{" and b"\n{" in text:
            return "several JSON objects, one after the other (JSON lines); save one of them alone"
        beginning = text[:_BEGINNING]
        cut = "incomplete JSON" if "truncated" in str(exc) and text[:1] in (b"[", b"{") else ""
        return next((what for begins, what in _TEXTS if re.match(begins, beginning)), cut)
    return _describe_value(value)


def _describe_value(value: object) -> str:
    if isinstance(value, str):
        if value.lstrip()[:1] in ("{", "["):
            return "JSON inside of a JSON string: it was encoded twice; save the text itself"
        return "a JSON string"
    if isinstance(value, list):
        return _describe_list(value)
    return _describe_object(value) if isinstance(value, dict) else ""


def _describe_list(members: list[object]) -> str:
    first = members[0] if members else None
    if not isinstance(first, dict):
        return ""
    if _names(first) >= _CONFIG and "sha256" not in first:
        return f"a list of {len(members):,}; save one of its members alone"
    return _describe_object(first)


def _describe_object(fields: dict[str, object]) -> str:
    names = _names(fields)
    if names >= _CONFIG and "sha256" not in names:
        return _BINDING if "selected_axes" in fields else ""
    if names >= _KERAS_CONFIG and "anomaly" in str(fields["type"]):
        return ""  # of a visual or custom block
    if {"format", "sha256", "body"} <= names:
        return "a saved config, which AnomalyConfig.load reads"
    if fields.get("format") == "edgeanomaly_nb.model":
        return "a saved model, which AnomalyModel.load reads"
    inner = next((name for name, value in fields.items() if _holds_config(value)), None)
    if inner in ("config", "body", "data", "response", "result", "content", "payload", "value"):
        return f"a response inside of another object; save what is under “{inner}” alone"
    if _holds_detail(fields.get("impulses")):
        return "the response of getAllDetailedImpulses: it describes all blocks of a project"
    for fields_of_it, what in _OBJECTS:
        if fields_of_it <= names:
            return what
    return "an error message of a server" if "success" not in names and names & {*_ERRORS} else ""


def _names(fields: dict[str, object]) -> set[str]:
    return {name.replace("_", "").lower() for name in fields}


def _holds_config(value: object) -> bool:
    if isinstance(value, str):
        return value.lstrip()[:1] == "{" and '"selectedAxes"' in value
    if isinstance(value, list):
        value = value[0] if value else None
    return isinstance(value, dict) and _names(value) >= _CONFIG


def _holds_detail(impulses: object) -> bool:
    first = impulses[0] if isinstance(impulses, list) and impulses else None
    return isinstance(first, dict) and bool(_names(first) & {"learnblockanomalyconfigs", "impulse"})
