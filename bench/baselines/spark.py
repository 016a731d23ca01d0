"""`spark.py INPUT OUT`: the bare work by PySpark local[2]. Lines carry no number there: ties fall by amount, which the check leaves out."""

import sys

from pyspark.sql import SparkSession
from pyspark.sql import functions as f
from pyspark.sql.window import Window

source, out = sys.argv[1:3]
spark = (
    SparkSession.builder.master("local[2]")
    .config("spark.driver.memory", "4g")
    .config("spark.sql.shuffle.partitions", "4")
    .config("spark.sql.session.timeZone", "Asia/Seoul")
    .config("spark.sql.parquet.compression.codec", "zstd")
    .config("spark.sql.ansi.enabled", "false")
    .config("spark.ui.enabled", "false")
    .getOrCreate()
)
spark.sparkContext.setLogLevel("ERROR")

names = (
    "transaction_id version customer_id card_id merchant_id merchant_name txn_ts amount currency mcc status is_refund "
    "channel original_transaction_id"
).split()
lines = spark.read.text(source)
fields = lines.select("value", f.from_json("value", ", ".join(f"{name} string" for name in names)).alias("f"))
instant = r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$"


def matching(name, pattern):
    return f.when(f.col(f"f.{name}").rlike(pattern), f.col(f"f.{name}")).alias(name)


typed = fields.select(
    "value",
    matching("transaction_id", "^[A-Za-z0-9_-]{8,64}$"),
    f.col("f.version").cast("bigint").alias("version"),
    matching("customer_id", "^[A-Za-z0-9_-]{1,64}$"),
    matching("card_id", "^[A-Za-z0-9_-]{1,64}$"),
    matching("merchant_id", "^[A-Za-z0-9_-]{1,64}$"),
    f.col("f.merchant_name").alias("merchant_name"),
    f.when(f.col("f.txn_ts").rlike(instant), f.col("f.txn_ts").cast("timestamp")).alias("txn_ts"),
    f.when(f.col("f.amount").rlike(r"^[0-9]{1,16}(\.[0-9]{1,2})?$"), f.col("f.amount").cast("decimal(18,2)")).alias("amount"),
    matching("currency", "^[A-Z]{3}$"),
    matching("mcc", "^[0-9]{4}$"),
    matching("status", "^(approved|declined)$"),
    f.col("f.is_refund").cast("boolean").alias("is_refund"),
    matching("channel", "^(online|pos|mobile|unknown)$"),
    f.col("f.original_transaction_id").alias("original_transaction_id"),
).withColumn("txn_date", f.to_date("txn_ts"))
required = [name for name in names if name not in ("merchant_name", "original_transaction_id")]
good = " and ".join(f"{name} is not null" for name in required)
typed.where(f"not ({good})").select("value").write.mode("overwrite").text(f"{out}/quarantine")
latest = Window.partitionBy("transaction_id").orderBy(f.desc("version"), f.desc("amount"))
(
    typed.where(good)
    .drop("value")
    .withColumn("place", f.row_number().over(latest))
    .where("place = 1")
    .drop("place")
    .repartition("txn_date", "mcc")
    .sortWithinPartitions("txn_date", "mcc", "transaction_id")
    .write.mode("overwrite")
    .partitionBy("txn_date", "mcc")
    .parquet(f"{out}/silver")
)
spark.stop()
