"""The stock project's actions, run by the usual action server over HTTP."""
