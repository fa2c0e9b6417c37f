"""The zygote: a running interpreter that is forked for each program. Its server runs in it, the rest in the runner."""
