"""Write the tones of the program, each loud and soft (``python resources/sounds/make.py``). Nothing but sines.

``new_slip``: two notes upward, as a door bell. ``limit``: three equal ones, lower, as a reminder.
"""

import math
import struct
import wave
from pathlib import Path

RATE = 22_050
FADE = 0.012  # seconds in which a note comes and goes, so that it does not click
TONES: dict[str, list[tuple[float, float]]] = {  # (hertz, seconds); 0 hertz is a rest
    "new_slip": [(660, 0.14), (0, 0.03), (880, 0.24)],
    "limit": [(440, 0.13), (0, 0.07), (440, 0.13), (0, 0.07), (440, 0.13)],
}
LOUDNESS = {"": 0.5, "_soft": 0.14}


def samples(notes: list[tuple[float, float]], loudness: float) -> bytes:
    """The notes as 16-bit mono."""
    values = []
    for hertz, seconds in notes:
        count = round(seconds * RATE)
        for at in range(count):
            edge = min(at, count - at) / RATE / FADE
            values.append(round(32767 * loudness * min(edge, 1) * math.sin(2 * math.pi * hertz * at / RATE)))
    return struct.pack(f"<{len(values)}h", *values)


def main() -> None:
    for name, notes in TONES.items():
        for ending, loudness in LOUDNESS.items():
            with wave.open(str(Path(__file__).with_name(f"{name}{ending}.wav")), "wb") as out:
                out.setnchannels(1)
                out.setsampwidth(2)
                out.setframerate(RATE)
                out.writeframes(samples(notes, loudness))


if __name__ == "__main__":
    main()
