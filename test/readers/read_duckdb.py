import duckdb

from tell import tell


def read(folder, money, text):
    table = duckdb.sql(f"from '{folder}/**/*.parquet'")
    [[rows, total, values]] = table.aggregate(f"count(*), sum({money}), list({text})").fetchall()
    return rows, total, values


tell(read)
