"""An Iceberg table as PyIceberg reads it: columns, partition, properties, snapshots, and by event date rows and a sum, as JSON."""

import json
import sys

from pyiceberg.catalog import load_catalog

url, warehouse, name, date, amount = sys.argv[1:]
catalog = load_catalog(
    "lake",
    **{
        "type": "rest",
        "uri": f"{url}/iceberg",
        "warehouse": warehouse,
        "py-io-impl": "pyiceberg.io.pyarrow.PyArrowFileIO",
        "s3.endpoint": url,
        "s3.access-key-id": "test",
        "s3.secret-access-key": "test",
        "s3.region": "ap-northeast-2",
    },
)
table = catalog.load_table(f"silver.{name}")
rows = table.scan(selected_fields=(date, amount)).to_arrow()
by_date = rows.group_by(date).aggregate([(amount, "count"), (amount, "sum")]).sort_by(date).to_pylist()
found = {
    "columns": [[field.name, str(field.field_type)] for field in table.schema().fields],
    "partitions": [table.schema().find_column_name(field.source_id) for field in table.spec().fields],
    "run": table.properties.get("paylake.run-id"),
    "snapshots": len(table.snapshots()),
    "dates": [[str(day[date]), day[f"{amount}_count"], str(day[f"{amount}_sum"])] for day in by_date],
}
print(json.dumps(found))
