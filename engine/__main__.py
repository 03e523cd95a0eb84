"""`python -m engine` is the command `hoso`."""

from engine.cli.main import main

if __name__ == "__main__":
    main()
