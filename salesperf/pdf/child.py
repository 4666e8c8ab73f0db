"""One PDF: a job as JSON on the standard input, the file on the standard output.

Run by salesperf.pdf with the same Python, and imported by nothing.
"""

import json
import sys

import typst


def main() -> int:
    job = json.load(sys.stdin.buffer)
    try:
        made = typst.compile(
            job["template"],
            sys_inputs={"data": job["data"]},
            pdf_standards=["ua-1"],
            timestamp=job["at"],
        )
    except typst.TypstError as problem:
        sys.stderr.write(str(problem))
        return 1
    sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
