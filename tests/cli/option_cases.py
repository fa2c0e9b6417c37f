"""One table of what options do: a command line for each documented way to write each value, and what it shows.

``test_options`` makes the list of what must be here from the help of every command, and runs every line.
"""

from __future__ import annotations

from tests.cli.option_case import DOWN, HERE, Case, here, refused, when

SENT = "--show-prompt"
AWAY = "postgresql://me@127.0.0.1:1/practice"
"""A database whose server does not run: its port is no program's."""
NO_ANSWER = "postgresql://127.0.0.1:1/practice does not answer"


COUNT = "expected a whole number from 1 to 64"
SIZE = "expected a size of a byte or more"
TIME = "expected a time above zero"
ONE = "--tests cases.yaml --case one"
CLASS = "--root klass -a school/assignment.yaml"

TOKENS = "cli/test_tokens.py"
ROLES = ("learner", "teacher", "operator", "service")
LOGGED = "api/test_operations.py::test_options_choose_form_and_level"
WORKED = "cli/test_worker.py::test_its_options_say_how_many_jobs_run_where_and_what_is_logged"
SHOWN = "cli/test_worker.py::test_a_worker_is_seen_with_its_lanes_and_its_engine"
DROPPED = "cli/test_worker.py::test_what_the_broker_gave_up_is_listed_until_it_is_dropped"
SERVED = "api/test_serve.py::test_its_options_say_where_it_listens_and_what_with"

CASES = [
    # codementor itself
    Case(line="--version", out="codementor "),
    Case(line="--install-completion bash", out="Completion for bash is in "),
    Case(line="--install-completion zsh", out="Completion for zsh is in "),
    Case(line="--install-completion fish", out="Completion for fish is in "),
    Case(line="--show-completion bash", out="complete -o default"),
    Case(line="--show-completion zsh", out="#compdef codementor"),
    Case(line="--show-completion fish", out="complete --command codementor"),
    # start
    Case(line="start add-two --language cpp", err="main.cpp", file="add-two/main.cpp"),
    Case(line="start add-two -l python", err="main.py", file="add-two/main.py"),
    Case(line="start add-two --folder there", file="there/README.md"),
    Case(line="start add-two --language Python", code=3, err="did you mean python?"),
    refused("start", "codementor start needs ID."),
    # run
    here("run a.py --stdin input.txt", out="11\n"),
    here("run a.py", code=1),
    here("run echo.py one two", out="['one', 'two']"),
    here("run script --language bash", out="from a shell"),
    here("run - --language python", code=1, err="EOFError"),
    here("run spin.py --time-limit 500ms", code=1, err="limit 0.5 s"),
    here("run spin.py --time-limit 2s", code=1, err="limit 2 s"),
    here("run spin.py --time-limit 2 --json", code=1, out="the limit is 2 s"),
    refused("run a.py --time-limit 1h", TIME),
    refused("run a.py --time-limit 0", TIME),
    refused("run a.py --time-limit 301", "expected at most 300 s"),
    here("run big.py --memory-limit 256MiB", code=1, err="limit 256 MiB"),
    here("run big.py --memory-limit 256 --json", code=1, out="limit of 256 MiB"),
    here("run big.py --memory-limit 512", out="400 MiB"),
    refused("run a.py --memory-limit 3", "expected 4 MiB to 16 GiB"),
    refused("run a.py --memory-limit much", SIZE),
    refused("run", "codementor run needs FILE."),
    # test
    here("test a.py --challenge add-two", out="✓ accepted"),
    here("test a.py -c add-two --json", out='"isValid": true'),
    here("test - --language python -c add-two", code=1, out="wrong answer"),
    here("test script --language bash --tests cases.yaml", code=1, out="0 of 3 cases"),
    here("test a.py --tests cases.yaml", code=1, out="2 of 3 cases accepted"),
    Case(
        line="test a.py --tests cases.yaml --case one --case three",
        out="2 of 3 cases accepted, 1 not run",
        environment=HERE,
    ),
    Case(
        line="test a.py --tests cases.yaml --case 'two words'",
        code=1,
        out="0 of 3 cases accepted, 2 not run",
        environment=HERE,
    ),
    here("test a.py --tests cases.yaml --fail-fast", code=1, out="1 not run"),
    here("test a.py --tests cases.yaml --jobs 2", code=1, out="2 of 3"),
    here("test a.py --tests cases.yaml -j 1", code=1, out="2 of 3"),
    refused("test a.py --tests cases.yaml --jobs 0", COUNT),
    refused("test a.py --tests cases.yaml -j 65", COUNT),
    refused("test a.py --tests cases.yaml --jobs two", COUNT),
    Case(
        line="test spin.py --tests cases.yaml --case one --time-limit 500ms",
        code=1,
        out="limit is 0.5 s",
        environment=HERE,
    ),
    here("test spin.py --tests cases.yaml --case one --time-limit 2s", code=1, out="limit is 2 s"),
    here("test spin.py --tests cases.yaml --case one --time-limit 2", code=1, out="limit is 2 s"),
    refused("test a.py --tests cases.yaml --time-limit soon", TIME),
    Case(
        line="test big.py --tests cases.yaml --case one --memory-limit 256MiB",
        code=1,
        out="of 256 MiB",
        environment=HERE,
    ),
    here("test big.py --tests cases.yaml --case one --memory-limit 256", code=1, out="of 256 MiB"),
    refused("test a.py --tests cases.yaml --memory-limit -1", SIZE),
    refused("test a.py -c add-two --watch --json", "--watch shows its results here"),
    refused("test - -c add-two -w", "--watch needs a file"),
    here("test a.py -c add-two --format text", out="✓ accepted"),
    here("test a.py -c add-two --format json", out='"isValid": true'),
    here("test a.py -c add-two --format junit", out="<testsuite"),
    here("test wrong.py -c add-two --format github", code=1, out="::error"),
    refused("test a.py -c add-two --format yaml", "expected text, json, junit or github"),
    here("test a.py -c add-two --output report.txt -q", file="report.txt", never="✓"),
    here("test a.py -c add-two -o report.txt --json", file="report.txt"),
    here("test a.py -c add-two --no-record", never="submission"),
    here("test a.py -c add-two --database 'sqlite:///new.db'", file="new.db"),
    here("test a.py -c add-two --database new.db", file="new.db"),
    here(f"test a.py -c add-two --database {AWAY}", err=NO_ANSWER),
    here("test wrong.py -c add-two --exit-zero", out="wrong answer"),
    here("run a.py --json --stdin input.txt", out='"success": true'),
    # hint, review, analyze: what would be sent says what was asked for
    here("hint wrong.py --challenge add-two --offline --level 2", out="Hint 2 of 4"),
    here("hint wrong.py -c add-two --level 1 --fresh --json", out='"level": 1'),
    refused("hint wrong.py -c add-two --level 0", "expected a whole number from 1 up"),
    refused("hint wrong.py -c add-two --offline --validate", "--validate asks Claude, and --offline does not."),
    refused("hint wrong.py -c add-two --language 'no?'", "--language takes a language's name or tag"),
    *(
        case
        for command in ("hint", "review", "analyze")
        for case in (
            Case(
                line=f"{command} wrong.py --challenge add-two {SENT} --language German",
                out="in German",
                environment=HERE,
            ),
            here(f"{command} wrong.py -c add-two {SENT} --language pt-BR", out="in pt-BR"),
            Case(
                line=f"{command} wrong.py -c add-two {SENT} --model small --json",
                out='"model": "small"',
                environment=HERE,
            ),
            here(f"{command} wrong.py -c add-two {SENT} --ask 'Why line 2?'", out="Why line 2?"),
            here(f"{command} wrong.py -c add-two {SENT} --fresh --database new.db", file="new.db"),
            here(f"{command} wrong.py -c add-two {SENT} --database 'sqlite:///new.db'", file="new.db"),
            here(f"{command} wrong.py -c add-two {SENT} --database {AWAY}", err=NO_ANSWER),
        )
    ),
    *(refused(f"{each} -", "needs a file: standard input is not kept") for each in ("hint", "review", "analyze")),
    *(refused(f"{each} wrong.py --offline", "Only hints can be had offline") for each in ("review", "analyze")),
    # evaluate-hints: what a key is needed for
    Case(line="evaluate-hints wrong.py --challenge add-two --repairs 50 --json", code=4, err="ANTHROPIC_API_KEY"),
    Case(line="evaluate-hints wrong.py -c add-two --model small -q", code=4, err="ANTHROPIC_API_KEY"),
    Case(line="evaluate-hints wrong.py -c add-two -v --verbose", code=4, err="ANTHROPIC_API_KEY"),
    refused("evaluate-hints wrong.py --repairs 51", "expected a whole number from 1 to 50"),
    # grade
    here("grade --root klass --assignment school/assignment.yaml --json", code=1, out='"ben"'),
    here(f"grade {CLASS} --only ada", out="ada", never="ben"),
    here(f"grade {CLASS} --only ada --only ben", code=1, out="ben"),
    here("grade klass/ada -a school/assignment.yaml --student eve --json", out='"eve"'),
    here(f"grade {CLASS} --jobs 2", code=1, out="ada"),
    here(f"grade {CLASS} -j 1", code=1, out="ada"),
    refused(f"grade {CLASS} --jobs 0", COUNT),
    refused(f"grade {CLASS} -j 65", COUNT),
    here(f"grade {CLASS} --output results", code=1, file="results"),
    here(f"grade {CLASS} -o results --resume", code=1, file="results"),
    refused(f"grade {CLASS} --resume", "--resume needs the folder that holds the results"),
    here(f"grade {CLASS} --report junit=results.xml", code=1, file="results.xml"),
    Case(
        line=f"grade {CLASS} --report csv=book.csv --report html=class.html",
        code=1,
        file="class.html",
        environment=HERE,
    ),
    refused(f"grade {CLASS} --report word=book.doc", "There is no report format 'word'"),
    here(f"grade {CLASS} --only ben --min-score 60%"),
    here(f"grade {CLASS} --only ben --min-score 90%", code=1),
    here(f"grade {CLASS} --only ben --min-score 6"),
    here(f"grade {CLASS} --only ben --min-score 7", code=1),
    here(f"grade {CLASS} --exit-zero", out="ben"),
    Case(line=f"grade {CLASS} --judge http://127.0.0.1:9", code=4, err="http://127.0.0.1:9 cannot be reached"),
    Case(line=f"grade {CLASS} --judge localhost:9", code=4, err="http://localhost:9 cannot be reached"),
    refused(f"grade {CLASS} --judge http://judge.example.org", "--judge http://judge.example.org: hidden test data"),
    refused(f"grade {CLASS} --judge judge.example.org --sandbox docker", "name one of them"),
    here(f"grade {CLASS} --record --database new.db", code=1, file="new.db"),
    here(f"grade {CLASS} --record --database 'sqlite:///new.db'", code=1, file="new.db"),
    here(f"grade {CLASS} --record --database {AWAY}", code=4, err=NO_ANSWER),
    # a database that does not answer is named as it was typed, without its user
    *(
        Case(line=f"{command} --database {AWAY}", code=4, err=NO_ANSWER)
        for command in ("history", "show 1", "stats", "next", "export -", "import -", "tokens new", "tokens list")
    ),
    Case(line=f"tokens revoke 3f2a9c0b5d6e7f81 --database {AWAY}", code=4, err=NO_ANSWER),
    # images: what takes minutes is tried in tests/contract; here the daemon is asked
    Case(line="images list --json", code=4, err="No Docker daemon answers", environment=DOWN),
    Case(line="images build --force --quiet", code=4, err="No Docker daemon answers", environment=DOWN),
    Case(line="images build python -q", code=4, err="No Docker daemon answers", environment=DOWN),
    Case(line="images prune --quiet", code=4, err="No Docker daemon answers", environment=DOWN),
    Case(line="images prune -q", code=4, err="No Docker daemon answers", environment=DOWN),
    Case(line="images unpack there --quiet", code=4, err="No Docker daemon answers", environment=DOWN),
    Case(line="images unpack there python -q", code=4, err="No Docker daemon answers", environment=DOWN),
    # history
    Case(line="history --database {db}", out="\n24  "),
    Case(line="history --database 'sqlite:///{db}'", out="\n24  "),
    Case(line="history --database {db} --challenge add-two", out="\n24  "),
    Case(line="history --database {db} -c hedge-maze", err="Nothing was submitted for hedge-maze yet."),
    Case(line="history --database {db} --verdict AC", out="✓ accepted", never="✗"),
    Case(line="history --database {db} --verdict WA", out="✗ wrong answer", never="✓"),
    Case(line="history --database {db} --verdict 'wrong answer'", out="✗ wrong answer", never="✓"),
    Case(line="history --database {db} --verdict TLE", err="No submission fits"),
    refused("history --database {db} --verdict good", "There is no verdict 'good'"),
    Case(line="history --database {db} --language python", out="\n24  "),
    Case(line="history --database {db} --language ruby", err="No submission fits"),
    when("history --database {db} --since 2026-11-20 --json", out='"total": 24'),
    when("history --database {db} --since '2026-11-20 14:10' --json", out='"total": 17'),
    when("history --database {db} --since '2026-11-20 14:00' --json", out='"total": 24'),
    when("history --database {db} --since 12h"),
    when("history --database {db} --since 7d"),
    when("history --database {db} --since '2 weeks'"),
    when("history --database {db} --since yesterday"),
    refused("history --database {db} --since soon", "is no point in time"),
    Case(line="history --database {db} --limit 2 --json", out='"limit": 2'),
    Case(line="history --database {db} --limit 2 --page 2 --json", out='"offset": 2'),
    Case(line="history --database {db} --page 1 --json", out='"offset": 0'),
    Case(line="history --database {db} --offset 3 --json", out='"offset": 3'),
    refused("history --limit 0", "expected a whole number from 1 up"),
    refused("history --page 0", "expected a whole number from 1 up"),
    refused("history --offset -1", "expected a whole number from 0 up"),
    # show, stats, next
    Case(line="show 3 --database {db}", out="3"),
    Case(line="show 24 --database 'sqlite:///{db}' --json", out='"id": 24'),
    Case(line="show --code --database {db}", out="print"),
    refused("show none", "expected a whole number from 1 up"),
    Case(line="stats --database {db}", out="1"),
    Case(line="stats --database 'sqlite:///{db}' --json", out="{"),
    Case(line="next --database {db}", out="codementor start"),
    Case(line="next --database 'sqlite:///{db}' --json", out="{"),
    # export, import
    Case(line="export --database {db}", out='"kind"'),
    Case(line="export - --database 'sqlite:///{db}'", out='"kind"'),
    Case(line="export kept.jsonl --database {db}", file="kept.jsonl", err="Exported 25 records to kept.jsonl."),
    Case(line="import lines.jsonl --database new.db", file="new.db", out="Imported 24 submissions and 1 hint."),
    Case(line="import - --database 'sqlite:///new.db'", file="new.db"),
    Case(line="import lines.jsonl --json --database new.db", out="{"),
    # challenges
    Case(line="challenges list --difficulty easy", out="add-two", never="hedge-maze"),
    Case(line="challenges list --difficulty medium", never="add-two"),
    Case(line="challenges list --difficulty hard", out="hedge-maze", never="add-two"),
    refused("challenges list --difficulty Easy", "expected easy, medium or hard"),
    Case(line="challenges list --tag sums", out="add-two", never="hedge-maze"),
    Case(line="challenges list --tag grid --tag shortest-path", out="hedge-maze", never="add-two"),
    Case(line="challenges list --json", out='"challenges": ['),
    Case(line="challenges show add-two", out="Add Two"),
    Case(line="challenges show add-two --json", out='"id": "add-two"'),
    Case(line="challenges new digit-sum", file="challenges/digit-sum/challenge.yaml"),
    Case(line="challenges new Digits", code=3, err="Digits"),
    here("challenges verify add-two --resume", code=1, out="1 wrong"),
    here("challenges verify add-two --json", code=1, out="{"),
    # assignment
    Case(line="assignment new week-1", file="week-1/assignment.yaml"),
    Case(line="assignment check course/assignment.yaml --json", code=4, out="{", environment=DOWN),
    # serve
    refused("serve --port 70000", "--port"),
    refused("serve --log-level loud", "--log-level: expected a level: debug, info, warning or error"),
    refused("serve --log-format yaml", "--log-format: expected a form: auto, json or text"),
    refused("serve --sandbox chroot", "--sandbox takes auto, docker, bubblewrap"),
    Case(line="serve --host 192.0.2.1", code=3, err="Other machines reach 192.0.2.1"),
    # worker, queue
    refused("worker --lanes 0", "--lanes"),
    refused("worker --lanes 2000", "--lanes"),
    refused("worker --log-level loud", "--log-level: expected a level: debug, info, warning or error"),
    refused("worker --log-format yaml", "--log-format: expected a form: auto, json or text"),
    refused("worker --sandbox chroot", "--sandbox takes auto, docker, bubblewrap"),
    Case(line="worker --database sqlite:///jobs.db", code=4, err="the database is a file"),
    Case(line="queue status", code=4, err="no database is named"),
    Case(line="queue status --database sqlite:///jobs.db --json", code=4, err="the database is a file"),
    Case(line="queue forget", code=4, err="No broker is named"),
    # tokens
    *(
        Case(line=f"tokens new --role {each} --database new.db", out="cm_", err=f"{each}-", file="new.db")
        for each in ROLES
    ),
    Case(line="tokens new --role teacher --learner grace --database new.db", err="It acts as grace, teacher, with"),
    refused("tokens new --learner 'a b' --database new.db", "is no learner's id"),
    refused("tokens new --role admin", "expected learner, teacher, operator or service"),
    Case(line="tokens new --name 'laptop of ada' --json --database new.db", out='"name": "laptop of ada"'),
    Case(line="tokens new --expires 90d --database 'sqlite:///new.db'", err=", until 20", file="new.db"),
    Case(line="tokens new --expires '2 weeks' --json --database new.db", out='"expiresAt": "20'),
    Case(line="tokens new --expires 12h --database new.db", err=", until 20"),
    Case(line="tokens new --expires 2999-12-31 --database new.db", err=", until 2999-12-31 00:00."),
    Case(line="tokens new --expires never --database new.db", err=", for ever."),
    refused("tokens new --expires 2001-01-01 --database new.db", "A token must expire in the future."),
    refused("tokens new --expires soon", "is no point in time: it takes a date (2026-11-20)"),
    *(
        Case(line=f"tokens new --role operator --scope {each} --database new.db", err=f", with {each}, until")
        for each in ("run", "read", "mentor", "judge", "operate")
    ),
    Case(line="tokens new --scope run --scope read --database new.db", err=", with read, run, until"),
    refused(
        "tokens new --scope judge --database new.db", "The role learner has no scope judge; it has mentor, read, run."
    ),
    refused("tokens new --scope all", "expected run, read, mentor, judge or operate"),
    Case(line="tokens list --database {db}", err="There is no token yet."),
    Case(line="tokens list --json --database 'sqlite:///{db}'", out='"tokens": []'),
    Case(line="tokens list --database nowhere.db", code=3, err="There is no database"),
    Case(line="tokens revoke 3f2a9c0b5d6e7f81 --database {db}", code=3, err="There is no token '3f2a9c0b5d6e7f81'."),
    Case(line="tokens revoke 3f2a9c0b5d6e7f81 --database 'sqlite:///{db}'", code=3, err="codementor tokens list"),
    refused("tokens revoke", "codementor tokens revoke needs UID."),
    # store
    Case(line="store copy {db} copy.db", out="both were compared, and are the same.", file="copy.db"),
    Case(line="store copy 'sqlite:///{db}' sqlite:///copy.db", out="Copied", file="copy.db"),
    Case(line="store copy postgresql://127.0.0.1:9/x copy.db", code=4, err="postgresql://127.0.0.1:9/x"),
    Case(line="store copy {db} postgresql://me:secret@127.0.0.1:9/x", code=4, err="127.0.0.1:9/x", never="secret"),
    Case(line="store copy nowhere.db copy.db", code=3, err="There is no database 'nowhere.db'."),
    refused("store copy {db} {db}", "cannot be copied to itself."),
    refused("store copy mysql://root:secret@localhost/x copy.db", "FROM takes a path, sqlite:///PATH or postgresql://"),
    refused("store copy {db} sqlite:///", "TO takes a path, sqlite:///PATH or postgresql://"),
    refused("store copy {db}", "codementor store copy needs TO."),
    # doctor, config, schema
    Case(line="doctor --json", code=4, out="{", environment=DOWN),
    Case(line="config --json", out='"sandbox": {'),
    *(Case(line=f"config --sandbox {name}", out=f"{name} ") for name in ("auto", "docker", "bubblewrap")),
    refused("config --sandbox chroot", "--sandbox takes auto, docker, bubblewrap"),
    *(
        Case(line=f"schema {name}", out='"$schema"' if name not in {"challenge", "assignment"} else "{")
        for name in (
            *("run", "test", "validate", "history", "show", "stats", "next", "hint", "hints", "review", "analyze"),
            *("evaluate-hints", "export", "import", "result", "assignment-check", "challenge", "assignment"),
        )
    ),
]

QUIET = {
    "start": "add-two --folder f{n}",
    "run": "spin.py --time-limit 100ms",
    "challenges verify": "add-two",
    "test": "a.py -c add-two",
    "hint": "wrong.py -c add-two --offline --level 1",
    "review": "wrong.py -c add-two --show-prompt",
    "analyze": "wrong.py -c add-two --show-prompt",
    "history": "--limit 2 --database {db}",
    "show": "--database {db}",
    "stats": "--database {db}",
    "next": "--database {db}",
    "export": "kept{n}.jsonl --database {db}",
    "challenges list": "--difficulty easy",
    "tokens list": "--database {db}",
    "assignment check": "course/assignment.yaml",
}
"""Command lines that say something which ``--quiet`` and ``-q`` leave out; ``{n}`` differs from line to line."""

QUIET_ANYWAY = {
    "import": "lines.jsonl --database new{n}.db",
    "store copy": "{db} quiet{n}.db",
    "evaluate-hints": "wrong.py -c add-two",
    "grade": CLASS,
}
"""Command lines that say the result alone: what ``--quiet`` leaves out is progress of long work."""

VERBOSE = {
    "run": "a.py --stdin input.txt",
    "test": "wrong.py -c add-two",
    "show": "3 --database {db}",
    "stats": "--database {db}",
    "grade": CLASS,
}
"""Command lines that say more with ``--verbose`` and ``-v``."""

SANDBOXED = {
    "run": "a.py",
    "test": "a.py -c add-two",
    "hint": "a.py -c add-two",
    "review": "a.py -c add-two --show-prompt",
    "analyze": "a.py -c add-two --show-prompt",
    "challenges verify": "equal-trays",
    "grade": CLASS,
    "assignment check": "course/assignment.yaml",
    "doctor": "",
}
"""Command lines that ask for a sandbox."""

ELSEWHERE = {
    "hint": {"--verbose": "cli/test_hint.py::test_verbose_tells_tokens_and_request_id"},
    "review": {"--verbose": "cli/test_hint.py::test_review_tells_its_tokens_too"},
    "analyze": {"--verbose": "cli/test_hint.py::test_review_tells_its_tokens_too"},
    "evaluate-hints": {"--sandbox": "cli/test_evaluate_hints.py::test_named_engine_is_asked"},
    "tokens new": {"--quiet": f"{TOKENS}::test_a_token_is_shown_once"},
    "tokens revoke": {"--quiet": f"{TOKENS}::test_a_revoked_token_is_in_the_list_as_revoked"},
    "worker": {
        **dict.fromkeys(("--lanes", "--sandbox", "--database", "--log-level", "--log-format", "--quiet"), WORKED),
    },
    "queue status": dict.fromkeys(("--json", "--quiet", "--database"), SHOWN),
    "queue forget": {"--quiet": DROPPED},
    "serve": {
        "--local": "cli/test_local_server.py::test_second_server_is_refused",
        **dict.fromkeys(("--host", "--port", "--sandbox", "--database", "--quiet"), SERVED),
        **dict.fromkeys(("--log-level", "--log-format"), LOGGED),
        "--compatible": "api/test_serve.py::test_it_answers_clients_of_other_judges_where_that_is_asked_for",
    },
}
