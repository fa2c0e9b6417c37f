# errors in a group, with notes
first = ValueError("one")
first.add_note("a note")
raise ExceptionGroup("several", [first, ExceptionGroup("inner", [TypeError("two"), KeyError("three")])])
