"""Jobs on several machines: released to a broker by one server, run by the workers that it names them to."""
