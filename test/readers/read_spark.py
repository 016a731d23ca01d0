"""Spark's own client, served by Sail."""

from pysail.spark import SparkConnectServer
from pyspark.sql import SparkSession

from tell import tell

server = SparkConnectServer()
server.start()
_, port = server.listening_address
spark = SparkSession.builder.remote(f"sc://127.0.0.1:{port}").getOrCreate()


def read(folder, money, text):
    table = spark.read.parquet(folder)
    [row] = table.selectExpr("count(*)", f"sum({money})", f"collect_set({text})").collect()
    return row[0], row[1], row[2]


tell(read)
spark.stop()
server.stop()
