"""What ``yinzheng ask`` does once its options are read: answer a question, a line each, or at a prompt."""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING

from yinzheng.errors import QueryError, YinzhengError
from yinzheng.options import UsageError, tell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yinzheng.library import Library

# What prints is imported after the library has begun to load its encoder.


def check(words: Sequence[str] | None, *, json: bool) -> None:
    """Refuse what cannot be asked. Raises UsageError."""
    if not words and json and sys.stdin.isatty():
        raise UsageError("ask --json needs a question, as an argument or on stdin")


def run(library: Library, words: Sequence[str] | None, *, json: bool, explain: bool) -> bool:
    """Answer the question, or those of stdin, and tell whether all were answered."""
    if words:
        return _answer(library, " ".join(words), json=json, explain=explain)
    if json:
        return _answer(library, sys.stdin.read().strip(), json=True)
    return _prompt(library) if sys.stdin.isatty() else _answer_lines(library, explain)


def _answer(library: Library, question: str, *, json: bool = False, explain: bool = False) -> bool:
    from yinzheng import answer_view, as_json, output
    from yinzheng.corpus.tokens import language
    from yinzheng.links import links

    answer = library.ask(question)
    if json:
        as_json.put(as_json.ask(answer))
    else:
        cited = {citation.doc_id for citation in answer.citations}
        documents = {doc_id: library.document(doc_id) for doc_id in cited}
        out = output.console()
        linked = links(out, library.path.resolve().parent)
        answer_view.print_answer(out, answer, documents, language(question), explain=explain, links=linked)
    return answer.answered


def _answer_lines(library: Library, explain: bool) -> bool:
    """Answer the questions on stdin, one a line; tell whether all were answered."""
    from yinzheng import answer_view, output

    answered = True
    asked = False
    for line in sys.stdin:
        if question := line.strip():
            answer_view.print_question(output.console(), question, first=not asked)
            answered &= _answer(library, question, explain=explain)
            asked = True
    if not asked:
        raise QueryError('the question is empty: yinzheng ask "…"')
    return answered


def _prompt(library: Library) -> bool:
    """Take questions until the user leaves; an unanswered one is no failure here."""
    from yinzheng import output

    with contextlib.suppress(ImportError):
        import readline  # noqa: F401 - gives input() editing and a history for this session
    lang = output.interface_lang()
    sys.stdout.write(output.say("welcome", lang) + "\n")
    loaded = False
    while True:
        try:
            question = input(f"\n{output.say('prompt', lang)}> ").strip()
        except (EOFError, KeyboardInterrupt):
            sys.stdout.write("\n")
            return True
        if question in {"exit", "quit", ":q", "退出"}:
            return True
        if not question:
            continue
        try:
            sys.stdout.write("\n")
            _answer(library, question)
            loaded = True
        except KeyboardInterrupt:
            if not loaded:
                raise  # half-imported modules cannot be used again
            sys.stdout.write("\n")
        except YinzhengError as error:
            tell(str(error))
