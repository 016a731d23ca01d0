import polars

from tell import tell


def read(folder, money, text):
    table = polars.read_parquet(folder)
    return table.height, table[money].sum(), table[text]


tell(read)
