"""Filing in conversation: what is asked, how an answer is read, what happens next. Plain Python; the actions only translate.

form.py        what a form is; one module a form beside it (booth_request, eo_need, forum_proposal)
field.py       one thing that a form asks for; readers/ read it out of what a visitor writes
filing.py      a form under way, as it is kept between messages
dialogue.py    from a form under way and a message to the next step
commands.py    what a visitor may say at any point: back, skip, change the phone number, cancel …
speaker.py     steps in words
"""
