"""``python -m yinzheng``: the command line where its script is not on the path."""

from yinzheng.cli import main

if __name__ == "__main__":
    main()
