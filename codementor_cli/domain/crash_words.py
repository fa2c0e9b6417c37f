"""What common crashes mean, in words that a beginner knows."""

from __future__ import annotations

import signal as signals

_INDEX = (
    "the program asked for a place that the list does not have; the first one is 0 and the last is its length minus 1"
)
EMPTY_INPUT = "the program read more input than there is: count how often it reads, and compare with the statement"
_DIVISION = "the program divided by zero: check the divisor before dividing"
_NAME = "a name is used that nothing has been assigned to: check its spelling, and that it is set before"
_TYPE = "an operation was used with a kind of value that it does not work with, as adding text to a number"
_RECURSION = "a function called itself too often: is there a case in which it stops, and is it always reached"
_NULL = "the program used a variable that holds no value yet (null): check where it is set"
_KEY = "the program looked up a key that is not there: check with `in`, or give a default"
_NOT_A_NUMBER = "text that is no whole number was turned into one: look at what the program really reads, line by line"
_MODULE = "the program imports a module that is not here: only the language's own modules are"

MEANINGS = {
    "IndexError": _INDEX,
    "ArrayIndexOutOfBoundsException": _INDEX,
    "StringIndexOutOfBoundsException": _INDEX,
    "IndexOutOfBoundsException": _INDEX,
    "out_of_range": _INDEX,
    "RangeError": "a number is outside what is possible here, or a function called itself too often",
    "KeyError": _KEY,
    "ZeroDivisionError": _DIVISION,
    "ArithmeticException": _DIVISION,
    "ValueError": "a value is of the right kind, but cannot be used here: look at what the program really reads",
    "NumberFormatException": _NOT_A_NUMBER,
    "invalid_argument": _NOT_A_NUMBER,
    "EOFError": EMPTY_INPUT,
    "NoSuchElementException": EMPTY_INPUT,
    "InputMismatchException": "the next piece of input is of another kind than is read, as a word for a number",
    "RecursionError": _RECURSION,
    "StackOverflowError": _RECURSION,
    "SystemStackError": _RECURSION,
    "NameError": _NAME,
    "UnboundLocalError": _NAME,
    "ReferenceError": _NAME,
    "TypeError": _TYPE,
    "AttributeError": "a value has no part of that name: is it None, or of another type than you think",
    "NoMethodError": "a value has no method of that name: is it nil, or of another type than you think",
    "ModuleNotFoundError": _MODULE,
    "ImportError": _MODULE,
    "NullPointerException": _NULL,
    "AssertionError": "a condition that the program itself checks did not hold",
    "MemoryError": "the program asked for more memory than it may use",
    "OutOfMemoryError": "the program asked for more memory than it may use",
    "bad_alloc": "the program asked for more memory than it may use",
    "SyntaxError": "the program's text breaks a rule of the language: look at that line and the one before it",
    "UnicodeDecodeError": "bytes were read as text that they are not",
    "OverflowError": "a number became too large",
    "FileNotFoundError": "the program opens a file that is not there: input comes from standard input",
    "StopIteration": "next() was called where nothing is left",
}

_BROWSER = "programs here run without a browser: read input with require('fs').readFileSync(0, 'utf8')"

LAUNCHER = "launcher"
"""The kind of what Java says where it cannot start a program."""

_BY_MESSAGE = (
    ("ReferenceError", "prompt is not defined", _BROWSER),
    ("ReferenceError", "document is not defined", _BROWSER),
    ("ReferenceError", "window is not defined", _BROWSER),
    (
        LAUNCHER,
        "Could not find or load main class",
        "most often that the file starts with a package line: leave it out",
    ),
    (LAUNCHER, "Main method not found", "Java starts at `public static void main(String[] args)`, which is not there"),
    ("ValueError", "invalid literal for int()", _NOT_A_NUMBER),
    ("ValueError", "could not convert string to float", _NOT_A_NUMBER),
    ("ValueError", "not enough values to unpack", "a line has fewer values than there are variables for it"),
    ("ValueError", "too many values to unpack", "a line has more values than there are variables for it"),
    (
        "TypeError",
        "of undefined",
        "a variable is undefined where a value is needed: is it set, and does each function return",
    ),
    ("TypeError", "'NoneType'", "a value is None here: does each function return something, and is each variable set"),
    ("RangeError", "Maximum call stack size exceeded", _RECURSION),
    ("panic", "index out of", _INDEX),
    ("panic", "divide by zero", _DIVISION),
    ("panic", "nil pointer", _NULL),
    ("panic", "ParseIntError", _NOT_A_NUMBER),
    ("panic", "`None` value", "the program took the value of an Option that has none"),
    ("panic", "overflow", "a number became too large, or less than zero where it cannot be"),
)

_COMPILER_WORDS = (
    ("undefined reference to 'main'", "there is no main function, in which every program starts"),
    ("TabError", "some lines are indented with tabs and others with spaces: use spaces only"),
    ("expected an indented block", "the lines that belong to the line with the colon start further to the right"),
    ("unindent does not match", "a line starts neither where those above it start nor where an outer block does"),
    ("unexpected indent", "a line starts further to the right than the one above, which has no colon at its end"),
)

SIGNALS = {
    signals.SIGSEGV: "it used memory not its own: an index outside an array, a bad pointer, or endless recursion",
    signals.SIGBUS: "it used memory that is not there: a bad pointer",
    signals.SIGABRT: "it gave itself up: a failed assertion, an exception that nothing caught, or damaged memory",
    signals.SIGFPE: "it did arithmetic without an answer: most often a division of whole numbers by zero",
    signals.SIGILL: "it ran into an instruction that does not exist: does each function return a value",
    signals.SIGPIPE: "it wrote to something that was closed",
    signals.SIGKILL: "it was killed",
    signals.SIGXFSZ: "it wrote too large a file",
}

KNOWN_KINDS = frozenset(MEANINGS) | {
    "panic",
    "Error",
    "Exception",
    "RuntimeError",
    "OSError",
    "LookupError",
    "ArgumentError",
}
"""Exception classes of the languages themselves: the name of any other is the learner's and may carry data."""


def meaning(kind: str, message: str) -> str:
    """Return what an exception commonly means, as a clause; empty where it is not a common one."""
    for of_kind, part, words in _BY_MESSAGE:
        if kind == of_kind and part in message:
            return words
    return MEANINGS.get(kind, "")


def compiler_meaning(message: str) -> str:
    """Return what a compiler's message commonly means, as a clause; empty where it speaks for itself."""
    return next((words for part, words in _COMPILER_WORDS if part in message), "")


def signal_name(number: int) -> str:
    """Return ``SIGSEGV (signal 11)``, or the number alone where it has no name."""
    try:
        return f"{signals.Signals(number).name} (signal {number})"
    except ValueError:
        return f"signal {number}"
