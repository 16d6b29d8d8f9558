from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

import edgeanomaly_nb as ea
from tools.list_modules import CONTRIBUTING, with_list

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).parent.parent


def test_every_public_name_loads():
    for name in ea.__all__:
        assert getattr(ea, name) is not None
        assert name in dir(ea)


def test_type_checkers_see_the_same_names():
    tree = ast.parse(Path(ea.__file__).read_text())
    block = next(node for node in tree.body if isinstance(node, ast.If))
    seen = {name.asname: node.module for node in block.body for name in node.names}
    assert seen == {name: home for home, names in ea._HOMES.items() for name in names}


def test_a_misspelt_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="plot_axis"):
        _ = ea.plot_axis


def test_importing_the_package_loads_nothing_heavy():
    heavy = {"pandas", "numpy", "matplotlib", "matplotlib.pyplot", "ipywidgets", "requests", "msgspec"}
    code = f"import sys, edgeanomaly_nb; print(sorted({heavy!r} & set(sys.modules)))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert ran.stdout.strip() == "[]"


def test_environment_yml_agrees_with_pyproject():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    listed = [*project["dependencies"], *extras["lab"], *extras["course"]]
    wanted = {requirement.partition(";")[0] for requirement in listed}  # conda knows no markers
    wanted.add("python" + project["requires-python"])
    environment = yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"]
    conda = {entry for entry in environment if isinstance(entry, str) and entry != "pip"}
    assert conda == wanted
    assert environment[-1] == {"pip": ["-e ."]}


def test_the_listed_pythons_begin_with_the_lowest():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    listed = re.findall(r"Python :: (3\.\d+)", " ".join(project["classifiers"]))
    assert project["requires-python"] == f">={listed[0]}"
    assert listed == [f"3.{minor}" for minor in range(10, 14)]


def test_the_version_is_in_one_place():
    version = re.compile(rf"(?<![\d.]){re.escape(ea.__version__)}(?![\d.])")
    files = [
        ROOT / name for name in ("pyproject.toml", "Makefile", "README.md", "environment.yml", "docs/conf.py")
    ]
    assert [file.name for file in files if version.search(file.read_text(encoding="utf-8"))] == []
    assert tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dynamic"] == ["version"]


def test_licences_are_part_of_the_package():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["license-files"] == ["LICENSE", "THIRD-PARTY-NOTICES.md"]
    assert all((ROOT / name).exists() for name in project["license-files"])


def test_extras_in_texts_exist():
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    texts = "".join(page.read_text(encoding="utf-8") for page in pages)
    named = set(",".join(re.findall(r"\.\[([\w,]+)\]", texts)).split(","))
    assert {"lab", "reports"} <= named <= set(extras)


def test_the_map_in_contributing_names_files_that_exist():
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([a-z_]+/[a-z_/]+\.(?:py|md)|[a-z_]+/[a-z_/]+/)`", text))
    assert len(named) > 20
    tops = (ROOT, Path(ea.__file__).parent)
    assert [path for path in sorted(named) if not any((top / path).exists() for top in tops)] == []


def test_every_module_imports_without_the_extras():
    """Only `kernels` needs Jupyter at import: it is imported where Jupyter is needed."""
    code = (
        "import importlib, pkgutil, sys\n"
        "extras = 'jupyter_client nbclient nbformat sklearn typing_extensions typst xlsxwriter'.split()\n"
        "import ipywidgets, anywidget, matplotlib.pyplot\n"
        "sys.modules.update(dict.fromkeys(extras))\n"
        "import edgeanomaly_nb\n"
        "for module in pkgutil.walk_packages(edgeanomaly_nb.__path__, 'edgeanomaly_nb.'):\n"
        "    if module.name not in ('edgeanomaly_nb.kernels', 'edgeanomaly_nb.__main__'):\n"
        "        importlib.import_module(module.name)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT)
    assert ran.stderr == ""


def test_contributing_lists_all_modules():
    text = CONTRIBUTING.read_text(encoding="utf-8")
    assert text == with_list(text), "run: python -m tools.list_modules"
    assert "- `labels.py`: Axis label" in text
