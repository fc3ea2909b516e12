"""Staff accounts: who may use the desk, and how they show that they are it.

| module | what |
|---|---|
| `members.py` | the accounts themselves |
| `passwords.py` | argon2id hashes |
| `codes.py` | one-time codes of an app (TOTP) |
| `invitations.py` | one-time links: for the first administrator, and to choose a password |
| `signing_in.py` | a password becomes a session, or is refused; throttled |
| `sessions.py` | sessions, which end when the server says so |
"""
