/** A table of the lake as the catalog knows it: what readers such as Athena see of Silver and Gold. */
export type LakeTable = {
  name: string;
  description: string;
  layer: 'silver' | 'gold';
  /** Key prefix in the layer's bucket under which its files stand, or the manifest that names them. */
  prefix: string;
  /** Where it is, a manifest under the prefix names the files; else whatever stands under the prefix is the table's. */
  isManifest: boolean;
  columns: readonly CatalogColumn[];
  /** Path key of a date, whose values readers work out instead of looking them up. */
  datePartition?: string;
};

/** A column; its type as Hive names it. */
export type CatalogColumn = { name: string; type: string; comment?: string };
