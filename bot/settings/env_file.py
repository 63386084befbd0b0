"""The file `.env`: lines of NAME=value, which only its owner and a group may read."""

import stat
from pathlib import Path

from dotenv.parser import Binding, Original, parse_stream

from bot.settings.invalid import SettingsInvalid

_WRONG = "is no setting; write NAME=value, and a mark at the end of a value that begins with one"
_WITH_SPACES = "DATABASE_KEY"  # no other secret may contain one
_CUT = "is cut at the #; put the value in quotes, or what follows on a line of its own"


def read_env_file(path: Path | None) -> dict[str, str | None]:
    """What the file says, letter by letter: passphrases may contain ${…}.

    Without a file it is empty. Raises SettingsInvalid, also for a passphrase with a comment after
    it, which may be meant as a part of it.
    """
    if path is None:
        return {}
    try:
        if path.exists() and not path.is_file():  # a pipe would be waited for, perhaps for ever
            raise SettingsInvalid((f"{path} is no file; move it away",))
        if path.exists() and path.stat().st_mode & stat.S_IRWXO:
            raise SettingsInvalid(
                (f"{path} can be read by every user of this machine; run chmod 600 {path}",)
            )
        with path.open(encoding="utf-8-sig") as file:
            lines = list(parse_stream(file))
    except FileNotFoundError:
        return {}
    except UnicodeDecodeError:
        raise SettingsInvalid(
            (f"{path} cannot be read; it must be a text file in UTF-8",)
        ) from None
    except OSError as error:
        raise SettingsInvalid(
            (f"{path} cannot be read: {error.strerror}; look at its owner and mode",)
        ) from None
    wrong = [f"{path}, line {_number(each.original)}, {_WRONG}" for each in lines if each.error]
    wrong += [
        f"{path}: {each.key} {_CUT}" for each in lines if each.key == _WITH_SPACES and _is_cut(each)
    ]
    if wrong:
        raise SettingsInvalid(tuple(wrong))
    return {each.key: each.value for each in lines if each.key}


def _is_cut(line: Binding) -> bool:
    """Whether a comment follows a value without quotes."""
    written = line.original.string.partition("=")[2].strip()
    return bool(line.value) and written[:1] not in "'\"" and written != line.value


def _number(statement: Original) -> int:
    """The line of a statement; the blank ones before it are part of it."""
    text = statement.string
    return statement.line + text[: len(text) - len(text.lstrip())].count("\n")
