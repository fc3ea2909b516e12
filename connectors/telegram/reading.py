"""What Telegram sends, read into what this channel needs of it; names and all else are left where they are."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any, Iterable, Mapping

from telegram import Bot, CallbackQuery, Message, MessageEntity, Update, User

from connectors.gateway import Attachment
from connectors.telegram.people import Place

_GROUPS = ("group", "supergroup")
_FILES = {
    "photo": "photo", "voice": "voice", "video": "video", "video_note": "video", "animation": "video", "audio": "audio",
    "document": "file", "sticker": "sticker",
}  # fmt: skip
_OTHERS = {"venue": "location", "location": "location", "contact": "contact", "poll": "poll", "dice": "sticker"}
_LONGEST_ID = 256


class Unreadable(ValueError):
    """It is none of Telegram's updates."""


class What(Enum):
    """What happened."""

    MESSAGE = "message"
    EDIT = "edit"
    TAP = "tap"


@dataclass(frozen=True)
class Me:
    """The bot itself. name: with which it is mentioned, in lower case, without the @."""

    id: int
    name: str


@dataclass(frozen=True)
class Seen:
    """An update that may be for the bot.

    update: its id. message: the id of the message, of a tap that of the message with the button. thread: of a forum's topic.
    text: as it was written, without mentions of the bot. mentions: whether it mentions or answers the bot. language: of the
    visitor's Telegram, where it is one of ours. album: of several pictures that were sent as one. query, button: of a tap.
    """

    what: What
    update: int
    place: Place
    message: int
    thread: int | None = None
    text: str = ""
    mentions: bool = False
    language: str | None = None
    attachment: Attachment | None = None
    album: str | None = None
    query: str = ""
    button: str = ""


def number_of(data: Any) -> int:
    """The id of an update.

    Raises:
        Unreadable: it is none.
    """
    number = data.get("update_id") if isinstance(data, dict) else None
    if isinstance(number, bool) or not isinstance(number, int) or not 0 <= number < 2**63:
        raise Unreadable("this is no update of Telegram")
    return number


def update_of(data: Mapping[str, Any], bot: Bot) -> Update:
    """An update as the library reads it.

    Raises:
        Unreadable: it cannot.
    """
    try:
        update = Update.de_json(dict(data), bot)
    except Exception as error:  # a boundary: the library trusts what it reads, and anything may come of what is no update
        raise Unreadable(f"the update cannot be read: {type(error).__name__}") from None
    return update


def seen(update: Update, me: Me) -> Seen | None:
    """What of an update is for the channel; None where nothing is: what others say in a group, joins, other bots.

    Raises:
        Unreadable: its parts are not what they should be.
    """
    try:
        if update.callback_query is not None:
            return _tap(update.update_id, update.callback_query)
        if update.edited_message is not None:
            return _message(What.EDIT, update.update_id, update.edited_message, me)
        if update.message is not None:
            return _message(What.MESSAGE, update.update_id, update.message, me)
    except (TypeError, AttributeError, ValueError, KeyError, IndexError, UnicodeError, RecursionError) as error:
        raise Unreadable(f"the update cannot be read: {type(error).__name__}") from None
    return None


def _tap(update: int, query: CallbackQuery) -> Seen | None:
    if query.message is None or not query.data or query.from_user.is_bot:
        return None
    place = _place(query.from_user, query.message.chat)
    return Seen(
        What.TAP, update, place, _number(query.message.message_id), language=_language(query.from_user),
        query=_short(query.id), button=_short(query.data), mentions=True,
    )  # fmt: skip


def _message(what: What, update: int, message: Message, me: Me) -> Seen | None:
    writer = message.from_user
    if writer is None or writer.is_bot or message.sender_chat is not None or message.chat.type not in ("private", *_GROUPS):
        return None
    written, entities = message.text or message.caption or "", message.entities or message.caption_entities or ()
    attachment = _attachment(message)
    if not isinstance(written, str) or (not written and attachment is None):
        return None  # somebody joined, a message was pinned
    place = _place(writer, message.chat)
    text, mentioned = _without_mentions(written, entities, me) if place.group else (written, True)
    return Seen(
        what, update, place, _number(message.message_id), _thread(message), text, mentioned or _answers(message, me),
        _language(writer), attachment, _album(message),
    )  # fmt: skip


def _place(user: User, chat: Any) -> Place:
    return Place(_number(user.id), _number(chat.id if chat.type in _GROUPS else user.id))


def _without_mentions(written: str, entities: Iterable[MessageEntity], me: Me) -> tuple[str, bool]:
    """The text without mentions of the bot, and whether there was one. Entities count in UTF-16 code units."""
    raw, mentioned = written.encode("utf-16-le", "surrogatepass"), False
    for entity in sorted(entities, key=lambda entity: entity.offset, reverse=True):
        begin, end = 2 * entity.offset, 2 * (entity.offset + entity.length)
        name = raw[begin:end].decode("utf-16-le", "replace").lower()
        by_name = entity.type == MessageEntity.MENTION and name == f"@{me.name}"
        by_id = entity.type == MessageEntity.TEXT_MENTION and entity.user is not None and entity.user.id == me.id
        if by_name or by_id:
            raw, mentioned = raw[:begin] + raw[end:], True
        elif entity.type == MessageEntity.BOT_COMMAND and name.endswith(f"@{me.name}"):
            mentioned = True
    return raw.decode("utf-16-le", "replace").strip() if mentioned else written, mentioned


def _answers(message: Message, me: Me) -> bool:
    answered = message.reply_to_message
    return answered is not None and answered.from_user is not None and answered.from_user.id == me.id


def _attachment(message: Message) -> Attachment | None:
    for name, kind in _FILES.items():
        found = getattr(message, name)
        if found:
            file = found[-1] if name == "photo" else found
            return Attachment(kind, {"file_id": _short(file.file_id)})
    others = [kind for name, kind in _OTHERS.items() if getattr(message, name)]
    if not others and not message.effective_attachment:
        return None
    return Attachment(others[0] if others else "other")


def _thread(message: Message) -> int | None:
    return _number(message.message_thread_id) if message.is_topic_message and message.message_thread_id else None


def _album(message: Message) -> str | None:
    return _short(message.media_group_id) if message.media_group_id else None


def _language(user: User) -> str | None:
    code = user.language_code
    return next((ours for ours in ("zh", "en") if code == ours or code.startswith(f"{ours}-")), None) if isinstance(code, str) else None


def _number(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) >= 2**63:
        raise Unreadable("an id is no number")
    return value


def _short(value: Any) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST_ID or not (value.isascii() and value.isprintable()):
        raise Unreadable("an id is no short text")
    return value
