"""``python -m rectify`` is the same as ``rectify``."""

from rectify.cli import main

if __name__ == "__main__":
    main()
