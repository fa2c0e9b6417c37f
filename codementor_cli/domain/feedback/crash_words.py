"""Meanings of common crashes, in words that a beginner knows."""

from __future__ import annotations

import re

from codementor_cli.domain.judging.signals import SIGNALS

_READ_CHARACTERS = 500
"""Of a message: it may have any length, and the patterns below search all of it."""

_INDEX = "the program asked for a place that is not there; the first one is 0 and the last is the length minus 1"
EMPTY_INPUT = "the program read more input than there is: count how often it reads, and compare with the statement"
_DIVISION = "the program divided by zero: check the divisor before dividing"
_NAME = "a name is used that nothing has been assigned to: check its spelling, and that it is set before"
_RECURSION = "a function called itself too often: check that there is a case in which it stops, and that it is reached"
_NULL = "the program used a variable that holds no value yet (null): check where it is set"
_KEY = "the program looked up a key that is not there: check first whether it is, or give a default"
_NOT_A_NUMBER = "text that is no whole number was turned into one: look at what the program really reads, line by line"
_TOO_LARGE = "the number is too large for its type: use a type that holds larger ones"
_MODULE = "the program imports a module that is not here: only the language's own modules are"
_MIXED = "text and a number stand in one operation: turn one of them into the other first"
_KINDS = "the operation does not work with these kinds of values: check what each of them is"
_NONE = "a value is None here: check that each function returns something, and that each look-up finds something"
_UNDEFINED = "a variable is undefined where a value is needed: check that it is set, and that each function returns"
_NIL = "a value is nil here: gets gives nil where no input is left, and so does looking up what is not there"
_EMPTY = "an item is taken from a collection that is empty: check that before taking"
_TOO_FEW = "there are fewer values than names to give them to"
_QUOTES = "typographic quotes stand in the program, as a word processor writes them: type straight ones"

MEANINGS = {
    "ArrayIndexOutOfBoundsException": _INDEX,
    "StringIndexOutOfBoundsException": _INDEX,
    "IndexOutOfBoundsException": _INDEX,
    "KeyError": _KEY,
    "ZeroDivisionError": _DIVISION,
    "ArithmeticException": _DIVISION,
    "EOFError": EMPTY_INPUT,
    "NoSuchElementException": EMPTY_INPUT,
    "RecursionError": _RECURSION,
    "StackOverflowError": _RECURSION,
    "SystemStackError": _RECURSION,
    "NameError": _NAME,
    "UnboundLocalError": _NAME,
    "ReferenceError": _NAME,
    "ModuleNotFoundError": _MODULE,
    "NullPointerException": _NULL,
    "AssertionError": "a condition that the program itself checks did not hold",
    "MemoryError": "the program asked for more memory than it may use",
    "OutOfMemoryError": "the program asked for more memory than it may use",
    "bad_alloc": "the program asked for more memory than it may use",
    "UnicodeDecodeError": "bytes were read as text that they are not",
    "OverflowError": "a number became too large",
    "FileNotFoundError": "the program opens a file that is not there: input comes from standard input",
    "StopIteration": "next() was called where nothing is left",
}
"""Meanings of classes that do not depend on the message."""

_UNTOLD = {
    "AttributeError": "a value has no part of that name: it may be None, or of another type than you think",
    "IndexError": "the program asked for an item that is not there: a place outside a list, or one of an empty list",
    "InputMismatchException": "the next piece of input is of another kind than is read, or too large for its type",
    "NoMethodError": "a value has no method of that name: it may be nil, or of another type than you think",
    "NumberFormatException": "text that is no number, or one too large for its type, was turned into a number",
    "RangeError": "a number is outside what is possible here, or a function called itself too often",
    "TypeError": "an operation was used with a kind of value that it does not work with",
    "ValueError": "a value is of the right kind, but cannot be used here",
    "invalid_argument": _NOT_A_NUMBER,
    "out_of_range": "the program asked for a place that is not there, or made a number too large for its type",
}
"""Meanings of classes whose message is not shown, as in a hidden case."""

_BROWSER = "programs here run without a browser: read input with require('fs').readFileSync(0, 'utf8')"

LAUNCHER = "launcher"
"""The kind of an error of Java's launcher: an internal word that no learner sees."""
INTERNAL_KINDS = frozenset({LAUNCHER, "panic", "assert"})
"""Kinds that are words of ours, or of a runtime, and no class: sentences do without them."""

_BY_MESSAGE = (
    ("NameError", r"Did you (?:mean|forget)", ""),
    ("NameError|ReferenceError|SyntaxError", "[“”]", _QUOTES),
    ("ReferenceError", "(?:prompt|document|window|alert) is not defined", _BROWSER),
    (
        LAUNCHER,
        "Could not find or load main class",
        "most often that the file starts with a package line: leave it out",
    ),
    (LAUNCHER, "Main method not found", "Java starts at `public static void main(String[] args)`, which is not there"),
    ("SyntaxError", "Non-UTF-8 code", "the file is not saved as UTF-8: save it with that encoding"),
    ("ValueError", r"invalid literal for int\(\)", _NOT_A_NUMBER),
    ("ValueError", "could not convert string to float", "text that is no number was turned into one"),
    ("ValueError", "not enough values to unpack", _TOO_FEW),
    ("ValueError", "too many values to unpack", "there are more values than names to give them to"),
    ("ValueError", r"(?:min|max)\(\) (?:iterable argument|arg) is", _EMPTY),
    ("IndexError", "pop from|pop index|popleft", _EMPTY),
    ("IndexError", "out of range|outside of array", _INDEX),
    ("KeyError", "pop from an empty|is empty", _EMPTY),
    ("ImportError", "cannot import name", "the module has no such name: check its spelling"),
    ("InputMismatchException|NumberFormatException", r'For input string: "[+-]?\d{10,}"', _TOO_LARGE),
    ("InputMismatchException", "", "the next piece of input is of another kind than is read, as a word for a number"),
    ("NumberFormatException", "", "text that is no number of the type asked for was turned into one"),
    ("invalid_argument", "^sto", _NOT_A_NUMBER),
    ("out_of_range", "^sto", _TOO_LARGE),
    ("out_of_range", "[Mm]ap.*at", _KEY),
    ("out_of_range", "range_check|basic_string|substr|deque|array::at", _INDEX),
    ("TypeError|AttributeError", "NoneType", _NONE),
    ("TypeError", "of (?:undefined|null)|(?:undefined|null) is not iterable", _UNDEFINED),
    (
        "TypeError",
        r"can only concatenate str|(?:unsupported operand|not supported between).*'(?:int|float)' and 'str'",
        _MIXED,
    ),
    ("TypeError", "(?:unsupported operand|not supported between).*'str' and '(?:int|float)'", _MIXED),
    ("TypeError", "no implicit conversion of (?:Integer|Float) into String|String can't be coerced", _MIXED),
    ("TypeError", "nil can't be coerced|conversion from nil|of nil into", _NIL),
    ("TypeError", "unsupported operand|not supported between|can only concatenate|bad operand type", _KINDS),
    (
        "TypeError",
        "is not callable|is not a function",
        "something that is no function is called like one: look at what was stored under that name",
    ),
    ("TypeError", "not iterable|must be an iterable", "a single value stands where a list or the like is expected"),
    ("TypeError", "not subscriptable", "brackets follow a value that has no places to ask for"),
    (
        "TypeError",
        "'str' object cannot be interpreted as an integer",
        "text stands where a whole number is expected: turn it into one first",
    ),
    (
        "TypeError",
        "'float' object cannot be interpreted as an integer|indices must be integers.*not float",
        "a number with decimals stands where a whole one is expected: `/` always gives decimals, and `//` none",
    ),
    ("TypeError", r"int\(\) argument.*not 'list'", "a whole list is turned into one number: turn each item into one"),
    ("TypeError", r"sequence item \d+: expected str", "join puts texts together: turn each item into text first"),
    ("TypeError", r"\(\) (?:missing|takes) ", "the call gives another number of values than the function asks for"),
    ("TypeError", "unhashable type", "a value that can change cannot be a key or stand in a set"),
    ("TypeError", "does not support item assignment", "a value of this type never changes: make a new one"),
    (
        "TypeError",
        "Assignment to constant variable",
        "a name declared with const gets another value: declare it with let if it must change",
    ),
    ("RangeError", "Maximum call stack size exceeded", _RECURSION),
    ("RangeError", "Invalid array length", "a list was asked for with a length that is not possible"),
    ("NoMethodError", "for nil", _NIL),
    ("ArgumentError", "wrong number of arguments", "the call gives another number of values than the method asks for"),
    ("ArgumentError", r"invalid value for (?:Integer|Float)\(\)", "text that is no number was turned into one"),
    ("panic", "index out of|out of range", _INDEX),
    ("panic", "divide by zero", _DIVISION),
    ("panic", "nil pointer", _NULL),
    ("panic", "entry in nil map", "the map was declared and never made: make it with make() before storing in it"),
    ("panic", "Parse(?:Int|Float)Error.*Overflow", _TOO_LARGE),
    ("panic", "ParseIntError", _NOT_A_NUMBER),
    ("panic", "ParseFloatError", "text that is no number was turned into one"),
    ("panic", "`None` value", "the program took the value of an Option that has none"),
    ("panic", "with overflow", "a number became too large, or less than zero where it cannot be"),
)
"""Class, a part of the message, and the meaning of both; the first match counts."""

_COMPILER_WORDS = (
    ("undefined reference to ['`‘]main", "there is no main function, in which every program starts"),
    ("TabError", "some lines are indented with tabs and others with spaces: use spaces only"),
    ("expected an indented block", "the lines that belong to the line with the colon start further to the right"),
    ("unindent does not match", "a line starts neither where those above it start nor where an outer block does"),
    ("unexpected indent", "a line starts further to the right than the one above, which has no colon at its end"),
)
_STRANGE_SIGN = re.compile(
    "(?i)invalid character|illegal character|unknown start of token|stray|Invalid or unexpected token"
)
_CURLED = re.compile(r"(?i)U\+201[CD]|\\u\{?201[cd]|[“”]")

_SIGNAL_MEANINGS = {
    "SIGSEGV": "it used memory not its own: an index outside an array, a bad pointer, or endless recursion",
    "SIGBUS": "it used memory that is not there: a bad pointer",
    "SIGABRT": "it gave itself up: a failed assertion, an exception that nothing caught, or damaged memory",
    "SIGFPE": "it did arithmetic without an answer: most often a division of whole numbers by zero",
    "SIGILL": "it ran into an instruction that does not exist: check that each function returns a value",
    "SIGPIPE": "it wrote to something that was closed",
    "SIGKILL": "it was killed",
    "SIGXFSZ": "it wrote too large a file",
}

KNOWN_KINDS = frozenset((*MEANINGS, *_UNTOLD)) | {
    "panic",
    "Error",
    "Exception",
    "RuntimeError",
    "OSError",
    "LookupError",
    "ArgumentError",
    "ImportError",
    "SyntaxError",
}
"""Exception classes of the languages themselves: any other name is the learner's and may carry data."""


def meaning(kind: str, message: str) -> str:
    """Return the usual meaning of an exception, as a clause; empty where its message is clear or it is uncommon."""
    told = message[:_READ_CHARACTERS]
    for of_kinds, part, words in _BY_MESSAGE:
        if kind in of_kinds.split("|") and re.search(part, told):
            return words
    return MEANINGS.get(kind, "")


def kind_meaning(kind: str) -> str:
    """Return the meaning of an exception's class alone, as a clause."""
    return MEANINGS.get(kind) or _UNTOLD.get(kind, "")


def compiler_meaning(message: str, text: str = "") -> str:
    """Return the usual meaning of a compiler's error, as a clause; empty where the error is clear.

    Args:
        message: The error itself.
        text: All of the compiler's lines on it.
    """
    told = message[:_READ_CHARACTERS]
    if _STRANGE_SIGN.search(told) and _CURLED.search(text):
        return _QUOTES
    return next((words for part, words in _COMPILER_WORDS if re.search(part, told)), "")


def signal_name(number: int) -> str:
    """Return ``SIGSEGV (signal 11)``, or the number alone where it has no name."""
    return f"{SIGNALS[number][0]} (signal {number})" if number in SIGNALS else f"signal {number}"


def signal_meaning(number: int) -> str:
    """Return the usual meaning of a signal, as a clause; empty for an uncommon one."""
    return _SIGNAL_MEANINGS.get(SIGNALS[number][0], "") if number in SIGNALS else ""
