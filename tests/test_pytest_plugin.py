"""The pytest plugin, in test suites of its own: what passes, what failures show, reports, several workers."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

ROOT = Path(__file__).parents[1]
PROJECT = ROOT / "examples" / "pytest-project"
TRUE = "禾洛能源 2024 年的营业收入为 864,000 万元。"
FALSE = "禾洛能源 2024 年的营业收入为 86.40 万元。"


@pytest.fixture
def suite(pytester: pytest.Pytester, library_path: Path, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """An empty test suite whose ini file names the library of the example corpus."""
    monkeypatch.delenv("PYTEST_ADDOPTS", raising=False)
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    pytester.makeini(f"[pytest]\nyinzheng_library = {library_path}\n")
    return pytester


def run(suite: pytest.Pytester, *options: str) -> pytest.RunResult:
    return suite.runpytest_subprocess("-W", "error", "-p", "no:randomly", *options)


def test_loading_the_plugin_imports_nothing_but_the_package_and_itself() -> None:
    code = (
        "import sys, pytest; before = set(sys.modules)\n"
        "import yinzheng.pytest_plugin\n"
        "print(sorted(set(sys.modules) - before))"
    )
    made = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert made.stdout == "['yinzheng', 'yinzheng.pytest_plugin']\n"


def test_a_suite_that_does_not_use_it_is_left_alone(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import sys

        def test_nothing_is_loaded(request):
            ours = {name for name in sys.modules if name.startswith("yinzheng")}
            assert ours == {"yinzheng", "yinzheng.pytest_plugin"}
            assert not request.config.pluginmanager.has_plugin("yinzheng-report")
        """
    )
    made = pytester.runpytest_subprocess("-W", "error", "--strict-markers", "--strict-config")
    made.assert_outcomes(passed=1)
    made.stdout.no_fnmatch_line("*citation checks*")
    assert not (pytester.path / ".pytest_cache" / "d" / "yinzheng").exists()


def test_what_the_documents_bear_out_passes_and_the_report_is_given_back(suite: pytest.Pytester) -> None:
    suite.makepyfile(
        f"""
        from yinzheng.pytest_plugin import assert_figures, assert_quotes

        def test_true(yinzheng_library):
            assert yinzheng_library.assert_supported("{TRUE}").ok
            assert_figures("{TRUE}", library=yinzheng_library.library)
            assert_figures("{TRUE}", library=yinzheng_library.path)
            assert_quotes("林书禾说：“没有放弃，只是不着急。”", library=yinzheng_library)

        def test_answers(yinzheng_library):
            answer = yinzheng_library.assert_answers(
                "How many GPUs did Quillstone operate at the end of 2024?",
                contains=["62,000", "ＧＰＵＳ"], cites="quillstone-annual-report.md",
            )
            assert answer.answered
            yinzheng_library.assert_not_answered("Who won the football world cup in 1998?")
        """
    )
    run(suite).assert_outcomes(passed=2)


def test_a_failure_shows_sentence_reason_and_numbered_source_and_no_code_of_ours(
    suite: pytest.Pytester, examples: Path
) -> None:
    suite.makepyfile(f"def test_false(yinzheng_library):\n    yinzheng_library.assert_supported('{FALSE}')\n")
    made = run(suite)
    made.assert_outcomes(failed=1)
    out = made.stdout.str()
    report = (examples / "heluo-annual-report-2024.md").read_text(encoding="utf-8")
    number = report[: report.index("实现营业收入")].count("\n") + 1
    made.stdout.fnmatch_lines(
        [
            "E*assert_supported: 1 of 1 sentences not borne out by *",
            f"E*contradicted: {FALSE}",
            "E*unit_scale: *",
            f"E*heluo-annual-report-2024.md:{number} *",
            f"E*{number} | *实现营业收入 86.40 亿元*",
        ]
    )
    assert "pytest_library.py" not in out
    assert "_done" not in out


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("assert_supported('')", "nothing in the text states what could be checked"),
        (f"assert_cited('{TRUE}')", f"without a citation: {TRUE}"),
        ("assert_quotes('Nobody is quoted here at all.')", "no quotation was found"),
        ("assert_quotes('林书禾说：“没有放弃，只是不担心。”')", "quote_altered"),
        ("assert_figures('The plant stands in Portugal.')", "the text has no figures"),
        (f"assert_figures('{FALSE}')", "unit_scale"),
        (
            "assert_answers('禾洛能源 2024 年的营业收入是多少？', contains='99亿')",
            "the answer does not say: 99亿",
        ),
        (
            "assert_answers('禾洛能源 2024 年的营业收入是多少？', cites='no.md')",
            "the answer does not cite: no.md",
        ),
        ("assert_answers('Who won the football world cup in 1998?')", "declined"),
        ("assert_not_answered('禾洛能源 2024 年的营业收入是多少？')", "answered"),
    ],
)
def test_every_assertion_can_fail(call: str, said: str, library_path: Path) -> None:
    from yinzheng import Library
    from yinzheng.pytest_library import LibraryUnderTest

    with Library.open(library_path) as library:
        under_test = LibraryUnderTest(library, None)
        with pytest.raises(AssertionError) as failed:
            eval(f"under_test.{call}", {"under_test": under_test})
    assert said in str(failed.value)
    assert str(failed.value).startswith(call.partition("(")[0])


def test_control_characters_of_documents_and_texts_are_shown_and_not_obeyed(tmp_path: Path) -> None:
    from yinzheng import Library
    from yinzheng.pytest_library import LibraryUnderTest

    with Library.open(tmp_path / "library", create=True) as library:
        library.add_text("The pump \x9b31m moves 40 litres a minute.", source="a\x1b[2J.txt")
        with pytest.raises(AssertionError) as failed:
            LibraryUnderTest(library, None).assert_supported("The pump\x1b[31m moves 50 litres a minute.")
    assert not {"\x1b", "\x9b"} & set(str(failed.value))


@pytest.mark.parametrize(
    ("ini", "options", "said"),
    [
        ("", (), "no documents are named"),
        ("yinzheng_library = nowhere", (), "no library at"),
        ("yinzheng_sources = missing.md", (), "missing.md: there is no such file or folder"),
        ("yinzheng_sources = empty", (), "no documents that can be read"),
        ("yinzheng_sources = a.md\nyinzheng_library = b", (), "keep one"),
        ("", ("--yinzheng-library=x", "--yinzheng-sources=y"), "not both"),
    ],
)
def test_a_wrong_setting_is_said_in_a_line(
    pytester: pytest.Pytester, ini: str, options: tuple[str, ...], said: str
) -> None:
    (pytester.path / "empty").mkdir()
    pytester.makeini(f"[pytest]\n{ini}\n")
    pytester.makepyfile("def test_it(yinzheng_library):\n    pass\n")
    made = pytester.runpytest_subprocess("-W", "error", *options)
    made.assert_outcomes(errors=1)
    made.stdout.fnmatch_lines([f"*{said}*"])
    assert "Traceback" not in made.stdout.str()


@pytest.mark.parametrize("name", ["report.txt", "no/folder/report.html"])
def test_a_report_that_cannot_be_written_is_refused_before_the_tests(
    pytester: pytest.Pytester, name: str
) -> None:
    pytester.makepyfile("def test_it():\n    pass\n")
    made = pytester.runpytest_subprocess(f"--yinzheng-report={name}")
    assert made.ret == pytest.ExitCode.USAGE_ERROR
    made.stderr.fnmatch_lines([f"*--yinzheng-report={name}: *"])


def test_a_marker_names_its_own_library_and_leaves_the_names_of_tests_alone(suite: pytest.Pytester) -> None:
    folder = suite.mkdir("inner")
    (folder / "pump.md").write_text("# Pump\n\nThe pump moves 40 litres a minute.\n", encoding="utf-8")
    (folder / "test_inner.py").write_text(
        f"""
import pytest

@pytest.mark.yinzheng(sources=["pump.md"])
def test_own(yinzheng_library):
    yinzheng_library.assert_supported("The pump moves 40 litres a minute.")

def test_common(yinzheng_library):
    yinzheng_library.assert_supported("{TRUE}")

@pytest.mark.yinzheng(sources="pump.md")
def test_own_again(yinzheng_library):
    assert [one.title for one in yinzheng_library.library.documents()] == ["Pump"]
""",
        encoding="utf-8",
    )
    made = run(suite, "-v")
    made.assert_outcomes(passed=3)
    made.stdout.fnmatch_lines(["inner/test_inner.py::test_own PASSED*"])
    wrong = "import pytest\n@pytest.mark.yinzheng('x')\ndef test_it(yinzheng_library):\n    pass\n"
    (folder / "test_inner.py").write_text(wrong, encoding="utf-8")
    run(suite).stdout.fnmatch_lines(["*write @pytest.mark.yinzheng(library=DIR) or*"])


def test_sources_that_change_are_read_again_and_those_that_go_are_dropped(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    sources = pytester.mkdir("sources")
    (sources / "pump.md").write_text("# Pump\n\nThe pump moves 40 litres a minute.\n", encoding="utf-8")
    (sources / "valve.md").write_text("# Valve\n\nThe valve opens at 3 bar.\n", encoding="utf-8")
    pytester.makepyfile(
        """
        import os

        def test_it(yinzheng_library):
            held = sorted(one.title for one in yinzheng_library.library.documents())
            assert held == os.environ["HELD"].split()
            yinzheng_library.assert_supported(os.environ["SAID"])
        """
    )
    options = ("-W", "error", "--yinzheng-sources=sources")
    monkeypatch.setenv("HELD", "Pump Valve")
    monkeypatch.setenv("SAID", "The pump moves 40 litres a minute.")
    pytester.runpytest_subprocess(*options).assert_outcomes(passed=1)
    (sources / "pump.md").write_text("# Pump\n\nThe pump moves 60 litres a minute.\n", encoding="utf-8")
    (sources / "valve.md").unlink()
    pytester.runpytest_subprocess(*options).assert_outcomes(failed=1)
    monkeypatch.setenv("HELD", "Pump")
    monkeypatch.setenv("SAID", "The pump moves 60 litres a minute.")
    pytester.runpytest_subprocess(*options).assert_outcomes(passed=1)


def test_workers_build_one_library_and_their_checks_come_together_in_one_report(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    (pytester.path / "pump.md").write_text("# Pump\n\nThe pump moves 40 litres a minute.\n", encoding="utf-8")
    pytester.makepyfile(
        """
        import pytest

        @pytest.mark.parametrize("n", range(6))
        def test_it(yinzheng_library, n):
            yinzheng_library.assert_supported(f"The pump moves {40 + n // 5} litres a minute.")
        """
    )
    options = ("-W", "error", "--yinzheng-sources=pump.md", "-n", "2", "-p", "no:cacheprovider")
    made = pytester.runpytest_subprocess(*options, "--yinzheng-report=checks.json", "--basetemp=kept")
    made.assert_outcomes(passed=5, failed=1)
    made.stdout.fnmatch_lines(["*citation checks: 6 written to *checks.json"])
    report = json.loads((pytester.path / "checks.json").read_text(encoding="utf-8"))
    assert [check["test"][-3:] for check in report["checks"]] == [f"[{n}]" for n in range(6)]
    assert [check["ok"] for check in report["checks"]] == [True] * 5 + [False]
    assert report["ok"] is False
    assert report["checks"][5]["sentences"][0]["label"] == "contradicted"
    assert len(list((pytester.path / "kept").rglob(".yinzheng"))) == 1


def test_the_page_holds_no_markup_of_documents_and_needs_nothing_else(suite: pytest.Pytester) -> None:
    suite.makepyfile(
        f"""
        def test_false(yinzheng_library):
            yinzheng_library.assert_supported("<script>alert(1)</script>\\n\\n{FALSE}")

        def test_asked(yinzheng_library):
            yinzheng_library.assert_not_answered("Who won the <b>football</b> world cup in 1998?")
        """
    )
    run(suite, "--yinzheng-report=checks.html").assert_outcomes(passed=1, failed=1)
    page = (suite.path / "checks.html").read_text(encoding="utf-8")
    assert "2 checks, 1 failed" in page
    assert "&lt;script&gt;" in page
    assert "<script" not in page
    assert "<b>" not in page
    assert "://" not in page
    assert "86.40 亿元" in page


def test_the_example_project_passes_and_fails_when_a_text_is_falsified(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    shutil.copytree(PROJECT, pytester.path / "project", ignore=shutil.ignore_patterns(".pytest_cache"))
    monkeypatch.chdir(pytester.path / "project")
    pytester.runpytest_subprocess("-W", "error").assert_outcomes(passed=8)
    text = Path("texts/brief-zh.md")
    text.write_text(text.read_text(encoding="utf-8").replace("0.126 亿", "0.126 万"), encoding="utf-8")
    made = pytester.runpytest_subprocess("-W", "error", "-k", "brief")
    made.assert_outcomes(failed=2, deselected=6)
    made.stdout.fnmatch_lines(["*unit_scale: *"])


def test_the_documentation_names_every_option_assertion_and_field(
    suite: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    from yinzheng import pytest_plugin

    page = (ROOT / "docs" / "pytest.md").read_text(encoding="utf-8")
    for name in pytest_plugin.__all__:
        assert f"`{name}" in page, name
    shown = run(suite, "--help").stdout.str()
    options = set(re.findall(r"--yinzheng-\w+|^  yinzheng_\w+", shown, re.MULTILINE))
    assert len(options) == 5
    assert {option for option in options if option.strip() not in page} == set()
    suite.makepyfile(f"def test_it(yinzheng_library):\n    yinzheng_library.assert_supported('{TRUE}')\n")
    run(suite, "--yinzheng-report=checks.json")
    (check,) = json.loads((suite.path / "checks.json").read_text(encoding="utf-8"))["checks"]
    assert {f"checks[].{name}" for name in check} <= set(re.findall(r"`(checks\[\]\.\w+)`", page))
    (example,) = re.findall(r"^```toml\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    assert example in (PROJECT / "pyproject.toml").read_text(encoding="utf-8")
