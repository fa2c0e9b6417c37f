"""Settings of ``codementor serve``: who may come in, and how often."""

from __future__ import annotations

from codementor_cli.settings import parsers as takes
from codementor_cli.settings.key import Key
from codementor_cli.settings.project import Project

_MOST_A_MINUTE = 1_000_000
_MOST_TOKENS_A_DAY = 1_000_000_000

SERVING_KEYS = (
    Key(
        name="serve.hosts",
        variable="CODEMENTOR_SERVE_HOSTS",
        default=(),
        description="names in the Host header that are taken besides the address itself, such as a proxy's",
        example="judge.example.org",
        read=takes.host_names,
        project=Project.NEVER,
    ),
    Key(
        name="serve.origins",
        variable="CODEMENTOR_SERVE_ORIGINS",
        default=(),
        description="web pages of other origins that may use the service, exactly as a browser names them",
        example="https://course.example.org",
        read=takes.origins,
        project=Project.NEVER,
    ),
    Key(
        name="serve.log_level",
        variable="CODEMENTOR_SERVE_LOG_LEVEL",
        default="info",
        description="least severe lines that the service logs: debug, info, warning or error",
        example="warning",
        read=takes.word("a level", "debug", "info", "warning", "error"),
        project=Project.NEVER,
    ),
    Key(
        name="serve.log_format",
        variable="CODEMENTOR_SERVE_LOG_FORMAT",
        default="auto",
        description="form of these lines: json, text, or auto (text where stderr is a terminal)",
        example="json",
        read=takes.word("a form", "auto", "json", "text"),
        project=Project.NEVER,
    ),
    Key(
        name="serve.traces",
        variable="OTEL_EXPORTER_OTLP_ENDPOINT",
        default=None,
        description="collector that gets OpenTelemetry traces over OTLP/HTTP; needs `codementor[otel]`",
        example="http://127.0.0.1:4318",
        read=takes.web_address,
        project=Project.NEVER,
    ),
    Key(
        name="serve.requests_per_minute",
        variable="CODEMENTOR_SERVE_REQUESTS_PER_MINUTE",
        default=600,
        description="requests that one token of a learner or a teacher may make in a minute",
        example="600",
        read=takes.number("requests a minute", 1, _MOST_A_MINUTE),
        project=Project.NEVER,
    ),
    Key(
        name="serve.service_requests_per_minute",
        variable="CODEMENTOR_SERVE_SERVICE_REQUESTS_PER_MINUTE",
        default=6000,
        description="requests that one token of a service or an operator may make in a minute",
        example="6000",
        read=takes.number("requests a minute", 1, _MOST_A_MINUTE),
        project=Project.NEVER,
    ),
    Key(
        name="serve.waiting_lanes",
        variable="CODEMENTOR_SERVE_WAITING_LANES",
        default=None,
        description="lanes that wait for programs, at most; each takes 10 MiB; default: four a core; 0: none",
        example="16",
        read=takes.number("lanes", 0, 1000),
        project=Project.NEVER,
    ),
    Key(
        name="serve.lane_seconds",
        variable="CODEMENTOR_SERVE_LANE_SECONDS",
        default=300,
        description="seconds after which a lane ends that no program asked for",
        example="300",
        read=takes.number("seconds", 1, 86_400),
        project=Project.NEVER,
    ),
    Key(
        name="serve.refusals_per_minute",
        variable="CODEMENTOR_SERVE_REFUSALS_PER_MINUTE",
        default=60,
        description="requests without a right token that are answered 401, of one address in a minute",
        example="60",
        read=takes.number("requests a minute", 1, _MOST_A_MINUTE),
        project=Project.NEVER,
    ),
    Key(
        name="serve.mentor_calls_per_day",
        variable="CODEMENTOR_SERVE_MENTOR_CALLS_PER_DAY",
        default=100,
        description="questions of one learner that Claude is asked in a day; 0: none",
        example="100",
        read=takes.number("questions a day", 0, _MOST_A_MINUTE),
        project=Project.NEVER,
    ),
    Key(
        name="serve.mentor_tokens_per_day",
        variable="CODEMENTOR_SERVE_MENTOR_TOKENS_PER_DAY",
        default=1_000_000,
        description="tokens that one learner's questions may take of Claude in a day",
        example="1000000",
        read=takes.number("tokens a day", 0, _MOST_TOKENS_A_DAY),
        project=Project.NEVER,
    ),
)
"""Part of the table in ``keys``."""
