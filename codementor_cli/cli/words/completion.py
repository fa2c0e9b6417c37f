"""Completion for three shells: the script of each, and the file in which the shell looks for it.

The scripts speak Typer's protocol: the command gets the typed words in its environment, and prints the words that can
come next, one a line. Typer's own scripts insert a value with a blank as two words in bash, and lose apostrophes in
zsh.
"""

from __future__ import annotations

import os
from pathlib import Path

from codementor_cli.errors import UsageError

_BASH = r"""_codementor_completion() {
    local IFS=$'\n'
    COMPREPLY=($(COMP_WORDS="${COMP_WORDS[*]}" COMP_CWORD=$COMP_CWORD _CODEMENTOR_COMPLETE=complete_bash "$1"))
    case "${COMPREPLY[*]}" in
        *=) compopt -o nospace ;;
        *[!A-Za-z0-9_.=$'\n'-]*) compopt -o filenames ;;
    esac
}
complete -o default -F _codementor_completion codementor"""

_ZSH = r"""#compdef codementor
_codementor_completion() {
    local line
    local -a found
    for line in ${(f)"$(_TYPER_COMPLETE_ARGS="${words[1,$CURRENT]}" _TYPER_COMPLETE_FISH_ACTION=get-args \
        _CODEMENTOR_COMPLETE=complete_fish codementor)"}; do
        if [[ $line == *$'\t'* ]]; then
            found+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}")
        else
            found+=("${line//:/\\:}")
        fi
    done
    if (( $#found )); then _describe codementor found; else _files; fi
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    _codementor_completion "$@"
else
    compdef _codementor_completion codementor
fi"""

_FISH = (
    "complete --command codementor --no-files "
    '--arguments "(env _CODEMENTOR_COMPLETE=complete_fish _TYPER_COMPLETE_FISH_ACTION=get-args '
    '_TYPER_COMPLETE_ARGS=(commandline -cp) codementor)" '
    '--condition "env _CODEMENTOR_COMPLETE=complete_fish _TYPER_COMPLETE_FISH_ACTION=is-args '
    '_TYPER_COMPLETE_ARGS=(commandline -cp) codementor"'
)

SCRIPTS = {"bash": _BASH, "zsh": _ZSH, "fish": _FISH}
"""By shell."""

_FILES = {
    "bash": ".local/share/bash-completion/completions/codementor",
    "zsh": ".zfunc/_codementor",
    "fish": ".config/fish/completions/codementor.fish",
}
"""Below the home folder."""

_START_LINES = {
    "bash": (".bashrc", 'source "$HOME/.local/share/bash-completion/completions/codementor"'),
    "zsh": (".zshrc", "fpath+=~/.zfunc; autoload -Uz compinit; compinit"),
}
"""File that the shell reads when it starts, and the line that it needs there; fish needs none."""


def shell_of(name: str) -> str:
    """Return the shell that is meant.

    Args:
        name: As typed; empty: the shell that the user logs in to.

    Raises:
        UsageError: It is none that can complete.
    """
    shell = name or Path(os.environ.get("SHELL", "")).name
    if shell in SCRIPTS:
        return shell
    wrong = f"no completion for {shell!r}" if shell else "SHELL does not say which shell this is"
    raise UsageError(f"There is {wrong}." if shell else f"{wrong}.", "codementor --install-completion bash|zsh|fish")


def install(shell: str, home: Path) -> Path:
    """Write a shell's script where that shell looks for it, and return the file.

    Raises:
        OSError: A file cannot be written.
    """
    path = home / _FILES[shell]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(SCRIPTS[shell] + "\n", encoding="utf-8")
    if shell in _START_LINES:
        name, start_line = _START_LINES[shell]
        _append_once(home / name, start_line)
    return path


def _append_once(path: Path, text: str) -> None:
    before = path.read_text(encoding="utf-8", errors="surrogateescape") if path.is_file() else ""
    if text in before.splitlines():
        return
    gap = "" if not before or before.endswith("\n") else "\n"
    with path.open("a", encoding="utf-8") as file:
        file.write(f"{gap}{text}\n")
