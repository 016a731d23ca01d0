import pandas

from tell import tell


def read(folder, money, text):
    table = pandas.read_parquet(folder)
    return len(table), table[money].sum(), table[text]


tell(read)
