"""The conversation (domain, rules) and the composition root: settings, agent, server, command line."""
