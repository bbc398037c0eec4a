"""Facts → tables, files and commands: everything that knows a file system, a table, a process or a user."""
