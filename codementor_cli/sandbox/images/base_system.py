"""The Debian system that the base image starts from: pulled, or bootstrapped from Debian's packages."""

from __future__ import annotations

import queue
import re
import shutil
import subprocess
import tempfile
import threading
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from codementor_cli.errors import SandboxFault
from codementor_cli.sandbox.images.build_output import BuildError, Report, follow

if TYPE_CHECKING:
    import docker

SUITE = "trixie"
PUBLISHED = f"debian:{SUITE}-slim"
"""What a registry calls the system."""

_SILENCE_SECONDS = 20
"""A registry that says nothing for so long will not: behind a wall, connections hang for minutes."""
_CHUNK_BYTES = 1 << 20
_NEXT_STEP = (
    "As root, type: apt-get install mmdebstrap (it makes the base image from Debian's packages). Then try again."
)
_WORTH_REPORTING = re.compile(r"^I: ((?:running|downloading|extracting|installing|creating) .*?)\.*$")
"""Of the lines of mmdebstrap, those that say what takes long."""


class BaseSystem:
    """Where the base image's own base comes from."""

    def __init__(self, client: docker.DockerClient, dpkg_options: Path) -> None:
        """Take what is needed.

        Args:
            client: The daemon that gets the system.
            dpkg_options: Says which files of packages (manuals, translations) to leave out.
        """
        self._api: Any = client.api
        self._dpkg_options = dpkg_options

    def provide(self, own_tag: str, report: Report) -> str:
        """Return the name of an image of the system: present already, pulled, or bootstrapped as ``own_tag``.

        Raises:
            SandboxFault: There is no way to have it.
        """
        if self._present(PUBLISHED):
            report(f"base: starting from {PUBLISHED}, which is here already")
            return PUBLISHED
        report(f"base: pulling {PUBLISHED}")
        try:
            self._pull(report)
        except BuildError as refusal:
            return self._bootstrap(own_tag, str(refusal), report)
        report(f"base: pulled {PUBLISHED}")
        return PUBLISHED

    def _present(self, name: str) -> bool:
        import docker.errors  # noqa: PLC0415  # the SDK's import costs 130 ms, and only building needs it

        try:
            self._api.inspect_image(name)
        except docker.errors.ImageNotFound:
            return False
        return True

    def _pull(self, report: Report) -> None:
        follow(_unless_silent(self._pull_events(), _SILENCE_SECONDS), "base", report)

    def _pull_events(self) -> Iterator[dict[str, Any]]:
        import docker.errors  # noqa: PLC0415  # as above

        try:
            yield from self._api.pull(PUBLISHED, stream=True, decode=True)
        except docker.errors.DockerException as error:
            raise BuildError(str(getattr(error, "explanation", None) or error)) from error

    def _bootstrap(self, tag: str, refusal: str, report: Report) -> str:
        with tempfile.TemporaryDirectory(prefix="codementor-") as scratch:
            command = bootstrap_command(self._dpkg_options, Path(scratch))
            if command is None:
                raise SandboxFault(
                    f"The base image can neither be pulled ({refusal}) nor bootstrapped: there is no mmdebstrap.",
                    _NEXT_STEP,
                )
            report(f"base: no registry answers; bootstrapping Debian {SUITE} with {Path(command[0]).name}")
            repository, _, version = tag.partition(":")
            try:
                self._api.import_image_from_stream(_output(command, report), repository=repository, tag=version)
            except BuildError as error:
                raise SandboxFault(
                    f"Debian {SUITE} could not be bootstrapped:\n{error}",
                    "Check that this machine reaches Debian's package mirror, then try again.",
                ) from error
        report(f"base: bootstrapped Debian {SUITE}")
        return tag


def bootstrap_command(dpkg_options: Path, scratch: Path) -> list[str] | None:
    """Return the command that writes the system to stdout as a tar archive; None where neither tool is installed."""
    mmdebstrap = shutil.which("mmdebstrap")
    if mmdebstrap:
        return [mmdebstrap, "--variant=minbase", f"--dpkgopt={dpkg_options}", "--format=tar", SUITE, "-"]
    debootstrap = shutil.which("debootstrap")
    if debootstrap:
        script = f'"$0" --variant=minbase {SUITE} "$1/system" >&2 && exec tar --create --directory "$1/system" .'
        return ["sh", "-c", script, debootstrap, str(scratch)]
    return None


def _output(command: list[str], report: Report) -> Iterator[bytes]:
    """Yield what a command writes to stdout, reporting its stderr.

    Raises:
        BuildError: It failed; raised before its output ends, so that half an archive is never taken for a whole one.
    """
    kept: deque[str] = deque(maxlen=12)
    with subprocess.Popen(  # noqa: S603  # fixed words and our own paths
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        if process.stdout is None or process.stderr is None:
            raise AssertionError("both are pipes")
        listener = threading.Thread(target=_listen, args=(process.stderr, kept, report), daemon=True)
        listener.start()
        try:
            while chunk := process.stdout.read(_CHUNK_BYTES):
                yield chunk
        except GeneratorExit:
            process.terminate()
            raise
        code = process.wait()
        listener.join()
    if code != 0:
        raise BuildError("\n".join((*kept, f"exit code {code}")))


def _listen(stream: IO[bytes], kept: deque[str], report: Report) -> None:
    for line in stream:
        text = line.decode(errors="replace").strip()
        kept.append(text)
        match = _WORTH_REPORTING.match(text)
        if match:
            report(f"base: {match[1]}")


def _unless_silent(events: Iterator[dict[str, Any]], seconds: float) -> Iterator[dict[str, Any]]:
    """Yield what comes, from a thread of its own.

    Raises:
        BuildError: Nothing came for some seconds, or the events ended with an error.
    """
    coming: queue.SimpleQueue[dict[str, Any] | BuildError | None] = queue.SimpleQueue()

    def pump() -> None:
        try:
            for event in events:
                coming.put(event)
        except BuildError as error:
            coming.put(error)
        coming.put(None)

    threading.Thread(target=pump, daemon=True).start()
    while True:
        try:
            event = coming.get(timeout=seconds)
        except queue.Empty:
            raise BuildError(f"no answer for {seconds:.0f} seconds") from None
        if event is None:
            return
        if isinstance(event, BuildError):
            raise event
        yield event
