"""Runs a notebook headless, as `jupyter nbconvert --execute` does, and prints what it has then."""

import json
import sys

import nbformat
from nbconvert.preprocessors import CellExecutionError, ExecutePreprocessor

notebook = nbformat.read(sys.argv[1], as_version=4)
stopped = None
try:
    ExecutePreprocessor(timeout=None, startup_timeout=600).preprocess(notebook)
except CellExecutionError as error:
    stopped = str(error)
print(json.dumps({"stopped": stopped, "outputs": [cell.outputs for cell in notebook.cells]}))
