"""Jupyter's own kernel test suite, run against the installed impactlab kernel."""

import unittest

import jupyter_kernel_test


class ImpactlabKernel(jupyter_kernel_test.KernelTests):
    kernel_name = "impactlab"
    language_name = "typescript"
    file_extension = ".ts"
    code_hello_world = 'console.log("hello, world")'
    code_stderr = 'console.error("to stderr")'
    completion_samples = [
        {"text": "conso", "matches": {"console"}},
        {"text": "Math.hyp", "matches": {"hypot"}},
    ]
    complete_code_samples = ["1 + 1", "const f = () => {\n  return 1;\n}", "class A {}"]
    incomplete_code_samples = ["function f() {", "const a = [", "f(1,"]
    invalid_code_samples = ["let let = 1 2", "const = 3"]
    code_generate_error = 'throw new Error("on purpose")'
    code_execute_result = [
        {"code": "1 + 2 + 3", "result": "6"},
        {"code": "[1, 2].map((x) => x * 10)", "result": "[ 10, 20 ]"},
        {"code": '({ [Symbol.for("Jupyter.display")]: () => ({ "text/html": "<b>1</b>" }) })', "mime": "text/html"},
    ]
    code_display_data = [
        {"code": 'display.html("<b>1</b>")', "mime": "text/html"},
        {"code": "display({ data: [{ y: [1, 2] }], layout: {} })", "mime": "application/vnd.plotly.v1+json"},
    ]
    code_history_pattern = "1?+?2*"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "console"
    code_clear_output = "display.clear()"

    # A TypeScript kernel has no pager: the one check of the suite that does not apply.
    test_pager = None

    @classmethod
    def setUpClass(cls):
        """The suite gives a cell 15 seconds; a kernel's first one, on a busy machine, gets ten minutes."""
        super().setUpClass()
        cls.kc.execute_interactive("1", timeout=600)


if __name__ == "__main__":
    unittest.main(verbosity=2)
