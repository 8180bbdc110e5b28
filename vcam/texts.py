"""What a text may hold."""


def is_utf8(text: str) -> bool:
    """Tell whether a text can be written in UTF-8: file names of other encodings cannot."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
