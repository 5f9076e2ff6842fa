"""What people call things that are kept: names, tags and notes."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

# Neither control characters nor what is not seen but changes how text is shown (zero width, direction); no
# space at either end. Letters, marks, symbols and emoji of all languages are welcome.
_UNSEEN = r"\u0000-\u001f\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff"
_PRINTABLE = rf"^[^{_UNSEEN}\s]([^{_UNSEEN}]*[^{_UNSEEN}\s])?$(?!\n)"
# A note may have lines.
_WRITTEN = r"^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]*$(?!\n)"
LONGEST = 128

Name = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=LONGEST,
        pattern=_PRINTABLE,
        description="1 to 128 printable characters.",
        examples=["Old Faithful, two kinds"],
    ),
]
Tags = Annotated[
    tuple[Name, ...],
    Meta(max_length=32, description="What the model is sorted under.", examples=[["geyser"]]),
]
Note = Annotated[str, Meta(max_length=2_000, pattern=_WRITTEN, description="Up to 2,000 characters.")]
