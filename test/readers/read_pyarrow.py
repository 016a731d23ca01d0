import pyarrow.compute
import pyarrow.parquet

from tell import tell


def read(folder, money, text):
    table = pyarrow.parquet.read_table(folder)
    return table.num_rows, pyarrow.compute.sum(table[money]).as_py(), table[text].to_pylist()


tell(read)
