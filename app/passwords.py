"""What a password must be, wherever one is set."""

import unicodedata

from app.errors import BadInput

RULE = "至少 8 位，含大写、小写、数字、符号中的三类"


def check_strength(password: str) -> None:
    """Raise BadInput(field="password") unless the password is strong enough to be set."""
    if any(unicodedata.category(char) in ("Cc", "Cs") for char in password):  # libpq would cut it short
        raise BadInput("密码里有不能使用的控制字符。", field="password")
    kinds = [str.islower, str.isupper, str.isdigit, lambda char: not char.isalnum()]
    if len(password) < 8 or sum(any(map(kind, password)) for kind in kinds) < 3:
        raise BadInput("密码至少 8 位，并含大写、小写、数字、符号中的三类。", field="password")
