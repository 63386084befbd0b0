"""How much of the parts that are named the tests in their own folders cover, by branch.

`make test COVERAGE=1` prints it. Exit code 1 if it is less than was reached before.
"""

import sys

from coverage import Coverage

#: Per cent, by the folder at the top; what other processes take varies by 0.1. The pretend
#: services are left out, because their users test them.
LEAST = {"conversations": 100.0, "storage": 98.5, "bot": 96.5}


def main() -> None:
    measured = Coverage()
    measured.combine()
    measured.save()
    short = []
    for part in sys.argv[1:]:
        print(f"\n{part}:")
        reached = measured.report(
            include=[f"{part}/*"],
            omit=["bot/sandbox/*"],
            show_missing=True,
            skip_covered=True,
            precision=1,
        )
        if reached < LEAST[part]:
            short.append(
                f"{part}: {reached:.1f} % of its branches are tried; it was {LEAST[part]} %."
            )
    sys.exit("\n".join(short) or 0)


if __name__ == "__main__":
    main()
