"""The lists of options for compilers and interpreters."""

from __future__ import annotations

import shlex

import pytest

from codementor_cli.api.compatible.options import COMPILERS, INTERPRETERS, refused_option
from tests.fakes.compatible import LANGUAGES


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("c", "-Wall -Werror -std=c99 -O2 -g -DN=3 -UX -x c -lm -pthread -fno-builtin -Wno-unused-variable -pedantic"),
        ("cpp", "-std=c++17 -O3 -Wextra -fno-exceptions"),
        ("java", "-Xlint:unchecked --release 17 -nowarn"),
        ("rust", "-C opt-level=3 --edition 2021 -O"),
        ("typescript", "--strict --target es2020"),
    ],
)
def test_usual_compiler_options_are_allowed(language: str, line: str) -> None:
    assert refused_option(language, shlex.split(line), COMPILERS) is None


@pytest.mark.parametrize(
    ("language", "option"),
    [
        *[
            ("c", option)
            for option in ("-o", "-Wl,-z,now", "-Wp,-MD,x", "-fplugin=x.so", "@file", "-I/", "-include", "x.c")
        ],
        *[
            ("c", option)
            for option in ("-B.", "-specs=x", "-wrapper", "std=c89", "-dumpversion", "-E", "-S", "-c", "-", "")
        ],
        ("cpp", "-x"),
        ("java", "-d"),
        ("java", "-processorpath"),
        ("java", "@args"),
        ("java", "-J-Xmx9g"),
        ("rust", "-Clinker=sh"),
        ("rust", "-Lnative=/"),
        ("go", "-race"),
        ("python", "-O"),
        ("typescript", "--outDir"),
    ],
)
def test_all_other_options_of_compilers_are_refused_by_name(language: str, option: str) -> None:
    assert refused_option(language, [option], COMPILERS) == option


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("python", "-BE -O -W ignore -X utf8 -c 'print(1)'"),
        ("java", "-Xss8m -Xmx200m -ea -Dname=value"),
        ("javascript", "--use_strict --stack-size=2000"),
        ("ruby", "-W0"),
    ],
)
def test_usual_interpreter_options_are_allowed(language: str, line: str) -> None:
    assert refused_option(language, shlex.split(line), INTERPRETERS) is None


@pytest.mark.parametrize(
    ("language", "option"),
    [
        ("python", "-i"),
        ("python", "-m"),
        ("python", "other.py"),
        ("java", "-javaagent:x.jar"),
        ("java", "-XX:OnError=sh"),
        ("java", "-agentpath:x"),
        ("javascript", "--require=x"),
        ("javascript", "--inspect"),
        ("ruby", "-rsocket"),
        ("bash", "-x"),
    ],
)
def test_all_other_options_of_interpreters_are_refused_by_name(language: str, option: str) -> None:
    assert refused_option(language, [option], INTERPRETERS) == option


def test_an_option_that_takes_a_word_takes_a_fit_one() -> None:
    assert refused_option("c", ["-x", "assembler"], COMPILERS) == "-x"


def test_options_are_listed_for_languages_whose_commands_take_them() -> None:
    takers = {name: {each.name for each in LANGUAGES.all() if name in (*each.compile, *each.run)} for name in PLACES}
    assert takers == {"{compile_options}": set(COMPILERS), "{run_options}": set(INTERPRETERS)}


PLACES = ("{compile_options}", "{run_options}")
