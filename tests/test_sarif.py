from __future__ import annotations

import json

import pytest

from yinzheng import as_json
from yinzheng.sarif import Lines, problems, sarif, uri, workflow_commands
from yinzheng.types import Citation, Label, Reason, Report, Verdict

TEXT = "第一行。\n营收为 6.5 亿元，\n100% 都是：假的, 对吗[1]。"
SOURCE = Citation(1, "aa", "docs/年 报.md", "年报", 3, 9, "6.5 万元", "§ 营收")
START = TEXT.index("6.5")
VERDICTS = (
    Verdict("第一行。", 0, 4, "supported", (Reason("meaning", "有", 0, 4),)),
    Verdict(
        TEXT[5:],
        5,
        len(TEXT),
        "contradicted",
        (
            Reason("unit_scale", "来源为 6.5 万元: 100%\n对", START, START + 6, SOURCE),
            Reason("figure_found", "100%", 10, 14),
            Reason("unresolved_citation", "[1]", TEXT.index("[1]"), TEXT.index("[1]") + 3),
        ),
    ),
    Verdict("对吗", 20, 22, "unsupported", (Reason("no_evidence", "没有", 5, len(TEXT)),)),
    Verdict("。", 30, 31, "uncheckable"),
)
FOUND = list(problems(TEXT, Report(VERDICTS)))
BOTH: frozenset[Label] = frozenset({"contradicted", "unsupported"})


def test_lines_and_columns_count_from_one() -> None:
    lines = Lines("ab\n\ncd")
    assert [lines.at(i) for i in range(7)] == [(1, 1), (1, 2), (1, 3), (2, 1), (3, 1), (3, 2), (3, 3)]


def test_a_problem_is_what_speaks_against_a_failed_sentence() -> None:
    assert [p.reason.code for p in FOUND] == ["unit_scale", "unresolved_citation", "no_evidence"]
    assert FOUND[0].start == (2, 5)
    assert FOUND[0].end == (2, 11)


def test_the_log_has_what_sarif_requires() -> None:
    log = json.loads(as_json.dumps(sarif([("notes/我的 文.md", FOUND)], {"contradicted"})))
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-2.1.0.json")
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"] == "yinzheng"
    ids = [rule["id"] for rule in driver["rules"]]
    assert len(set(ids)) == len(ids) == 3
    assert run["columnKind"] == "unicodeCodePoints"
    for result in run["results"]:
        assert ids[result["ruleIndex"]] == result["ruleId"]
        assert result["message"]["text"]
        assert result["level"] in {"error", "warning", "note", "none"}
        (location,) = result["locations"]
        physical = location["physicalLocation"]
        assert physical["artifactLocation"]["uri"] == "notes/%E6%88%91%E7%9A%84%20%E6%96%87.md"
        region = physical["region"]
        assert 1 <= region["startLine"] <= region["endLine"]
        assert region["startColumn"] >= 1
        assert region["endColumn"] >= 1
        part = TEXT[region["charOffset"] : region["charOffset"] + region["charLength"]]
        assert part.strip()
        assert all(isinstance(v, str) for v in result["partialFingerprints"].values())
    first = run["results"][0]
    assert first["relatedLocations"][0]["physicalLocation"]["artifactLocation"]["uri"].startswith("docs/%E5")
    assert "6.5 万元" in first["relatedLocations"][0]["message"]["text"]
    assert [result["level"] for result in run["results"]] == ["error", "error", "warning"]


def test_a_log_without_problems_is_a_log() -> None:
    (run,) = sarif([("a.md", [])], BOTH)["runs"]
    assert run["results"] == []


def test_a_fingerprint_does_not_depend_on_the_place_in_the_text() -> None:
    moved = "新的一行。\n" + TEXT
    shift = len("新的一行。\n")
    first = VERDICTS[1]
    there = Verdict(
        first.sentence,
        first.start + shift,
        first.end + shift,
        first.label,
        tuple(Reason(r.code, r.detail, r.start + shift, r.end + shift, r.source) for r in first.reasons),
    )
    marks = []
    for text, one in ((TEXT, first), (moved, there)):
        log = sarif([("a.md", list(problems(text, Report((one,)))))], BOTH)
        marks.append([result["partialFingerprints"] for result in log["runs"][0]["results"]])
    assert marks[0] == marks[1]
    assert marks[0][0] != marks[0][1]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a b.md", "a%20b.md"),
        ("/tmp/x%.md", "file:///tmp/x%25.md"),
        ("C:\\t\\x.md", "file:///C%3A/t/x.md"),
        ("dir\\x.md", "dir/x.md"),
        ("a#b?.md", "a%23b%3F.md"),
    ],
)
def test_paths_become_uri_references(path: str, expected: str) -> None:
    assert uri(path) == expected


def test_workflow_commands_are_escaped_as_github_asks() -> None:
    lines = list(workflow_commands(FOUND, "a:b,c%.md", {"contradicted"}))
    assert len(lines) == 3
    assert lines[0].startswith(
        "::error file=a%3Ab%2Cc%25.md,line=2,endLine=2,col=5,endColumn=11,title=contradicted%3A unit_scale::"
    )
    assert "来源为 6.5 万元: 100%25%0A对" in lines[0]
    assert lines[2].startswith("::warning ")
    assert "col=" not in lines[2]  # of several lines GitHub shows no columns
    assert not any("\n" in line or "\r" in line for line in lines)


def test_nothing_in_a_text_begins_a_command_or_an_escape() -> None:
    bad = "x\r\n::error::gone\x1b[31m"
    verdict = Verdict(bad, 0, len(bad), "contradicted", (Reason("negated", bad, 0, 3),))
    (line,) = workflow_commands(list(problems(bad, Report((verdict,)))), "p\n::x", BOTH)
    assert "\n" not in line
    assert "\r" not in line
    assert "\x1b" not in line
