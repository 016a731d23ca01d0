"""What a reader finds in tables, as one JSON document on stdout."""

import json
import sys


def tell(read):
    """Reads each FOLDER:MONEY:TEXT of the command line by `read`, which gives rows, sum of MONEY and values of TEXT."""
    found = []
    for argument in sys.argv[1:]:
        folder, money, text = argument.split(":")
        rows, total, values = read(folder, money, text)
        found.append({"rows": rows, "sum": str(total), "values": sorted(set(values), key=repr)})
    # A number among the values stays one in JSON.
    print(json.dumps(found))
