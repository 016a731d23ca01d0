import type { RsType } from './types.ts';

/** The syntax tree of the known good SQL. Names are folded; what has no node here has no way through. */
export type Expr =
  | { kind: 'null' }
  | { kind: 'default' }
  | { kind: 'boolean'; value: boolean }
  | { kind: 'string'; value: string }
  | { kind: 'number'; text: string }
  | { kind: 'parameter'; name: string }
  | { kind: 'interval'; text: string }
  | { kind: 'column'; path: string[] }
  | { kind: 'unary'; operator: '-' | 'not'; operand: Expr }
  | { kind: 'binary'; operator: BinaryOperator; left: Expr; right: Expr }
  | { kind: 'cast'; operand: Expr; type: RsType }
  | { kind: 'case'; operand?: Expr; whens: { when: Expr; result: Expr }[]; otherwise?: Expr }
  | { kind: 'between'; operand: Expr; low: Expr; high: Expr; negated: boolean }
  | { kind: 'inList'; operand: Expr; items: Expr[]; negated: boolean }
  | { kind: 'inQuery'; operand: Expr; query: Query; negated: boolean }
  | { kind: 'exists'; query: Query }
  | { kind: 'subquery'; query: Query }
  | { kind: 'match'; operator: MatchOperator; operand: Expr; pattern: Expr; escapedBy?: string; negated: boolean }
  | { kind: 'is'; what: 'null' | 'true' | 'false' | 'unknown'; operand: Expr; negated: boolean }
  | Call;

export type BinaryOperator = Comparison | 'and' | 'or' | '||' | '+' | '-' | '*' | '/' | '%';
export type Comparison = '=' | '<>' | '<' | '<=' | '>' | '>=';
export type MatchOperator = 'like' | 'ilike' | 'similar to' | '~';

/** A function call. `withinGroup` is LISTAGG's and PERCENTILE_CONT's ordering. */
export type Call = {
  kind: 'call';
  name: string;
  args: Expr[];
  star: boolean;
  distinct: boolean;
  withinGroup?: OrderItem[];
  ignoreNulls: boolean;
  over?: Window;
};

export type Window = { partitionBy: Expr[]; orderBy: OrderItem[]; frame?: Frame };
export type Frame = { start: FrameBound; end?: FrameBound };
export type FrameBound = { offset?: number; edge: 'preceding' | 'following' | 'current row' };

export type OrderItem = { expr: Expr; descending: boolean; nulls?: 'first' | 'last' };

export type Query = {
  ctes: Cte[];
  body: QueryBody;
  orderBy: OrderItem[];
  limit?: number;
  offset?: number;
};
export type Cte = { name: string; columns?: string[]; query: Query; isRecursive: boolean };
export type QueryBody = Select | SetOperation | { kind: 'nested'; query: Query };
export type SetOperation = {
  kind: 'set';
  operator: 'union' | 'union all' | 'intersect' | 'except';
  left: QueryBody;
  right: QueryBody;
};
export type Select = {
  kind: 'select';
  distinct: boolean;
  /** TOP n; moves to the query's limit. */
  top?: number;
  items: SelectItem[];
  from: FromItem[];
  where?: Expr;
  groupBy: GroupItem[];
  having?: Expr;
  qualify?: Expr;
};
/** What is grouped by: a key, keys together, or sets of keys. */
export type GroupItem =
  | { kind: 'keys'; keys: Expr[]; isList: boolean }
  | { kind: 'rollup' | 'cube' | 'grouping sets'; items: GroupItem[] };

/** A star keeps its place in the text: a view is kept with its columns written out. */
export type SelectItem =
  | { kind: 'star'; table?: string[]; start: number; end: number }
  | { kind: 'item'; expr: Expr; alias?: string };

export type TableName = { database?: string; schema?: string; name: string };
export type FromItem =
  | { kind: 'table'; table: TableName; alias?: string; columns?: string[] }
  | { kind: 'derived'; query: Query; alias: string; columns?: string[] }
  | { kind: 'join'; type: JoinType; left: FromItem; right: FromItem; on?: Expr; using?: string[] };
export type JoinType = 'inner' | 'left' | 'right' | 'full' | 'cross';

export type Assignment = { column: string; value: Expr };
export type InsertSource = { kind: 'values'; rows: Expr[][] } | { kind: 'query'; query: Query };

/** A column of a table definition; `fallback` is its DEFAULT, a literal. */
export type ColumnDefinition = { name: string; type: RsType; notNull: boolean; fallback?: Expr };
export type PrincipalKind = 'role' | 'user';
export type Principal = { kind: PrincipalKind; name: string };
export type Grantee = Principal | { kind: 'public' };

export type CopyStatement = {
  kind: 'copy';
  table: TableName;
  columns?: string[];
  manifest: string;
  role: string;
};
export type UnloadStatement = {
  kind: 'unload';
  query: string;
  to: string;
  role: string;
  parallel: boolean;
  existing: 'fail' | 'overwrite' | 'clean';
  /** Bytes; the largest file UNLOAD may write. */
  maxFileSize: number;
  format: 'parquet' | 'csv';
  /** What a CSV file's name ends with, behind a point. */
  extension?: string;
  header: boolean;
  /** Key that S3 encrypts the objects under; a key of S3's own where it is absent. */
  kmsKey?: string;
};
export type MergeStatement = {
  kind: 'merge';
  target: TableName;
  /** A table, view or subquery. */
  source: FromItem;
  on: Expr;
  /** Undefined deletes what matches. */
  update?: Assignment[];
  insertColumns?: string[];
  insertValues: Expr[];
};

/** What rights are granted on; the users of defaults are those who will make the objects. */
export type GrantObjects =
  | { kind: 'relations'; tables: TableName[] }
  | { kind: 'allTables' | 'schemas'; schemas: string[] }
  | { kind: 'database' }
  | { kind: 'roles'; roles: string[] }
  | { kind: 'iam'; arns: string[] }
  | { kind: 'defaults'; users: string[]; schemas: string[] };
/** `optionOnly` revokes the right to grant alone. */
export type GrantStatement = {
  kind: 'grant';
  verb: 'grant' | 'revoke';
  privileges: string[];
  on: GrantObjects;
  grantees: Grantee[];
  optionOnly: boolean;
  withOption?: boolean;
};

export type AttachPolicy = {
  kind: 'attachPolicy' | 'detachPolicy';
  name: string;
  table: TableName;
  outputs: string[];
  inputs: string[];
  grantee: Grantee;
  priority: number;
};
/** Statements on masking policies; `using` is the text of their expressions. */
export type PolicyStatement =
  | {
      kind: 'createPolicy';
      name: string;
      ifNotExists: boolean;
      inputs: { name: string; type: RsType }[];
      using: string;
    }
  | { kind: 'alterPolicy'; name: string; using: string }
  | { kind: 'dropPolicy'; name: string }
  | AttachPolicy;

/** One parsed statement. */
export type Statement =
  | { kind: 'query'; query: Query }
  | { kind: 'insert'; table: TableName; columns?: string[]; source: InsertSource }
  | { kind: 'update'; table: TableName; alias?: string; set: Assignment[]; from: FromItem[]; where?: Expr }
  | { kind: 'delete'; table: TableName; alias?: string; using: FromItem[]; where?: Expr }
  | MergeStatement
  | { kind: 'createSchema'; name: string; ifNotExists: boolean }
  | CreateTable
  | CreateView
  | { kind: 'drop'; what: 'table' | 'view'; names: TableName[]; ifExists: boolean; cascade: boolean }
  | { kind: 'addColumn'; table: TableName; column: ColumnDefinition }
  | { kind: 'truncate'; table: TableName }
  | { kind: 'lock' | 'vacuum'; tables: TableName[] }
  | GrantStatement
  | PolicyStatement
  /** Accepted without effect; every table and schema it names must exist. */
  | { kind: 'noop'; tables: TableName[]; schemas: string[] }
  | { kind: 'createPrincipal'; principal: Principal }
  | { kind: 'dropPrincipal'; principal: Principal }
  | CopyStatement
  | UnloadStatement;

/** `text` is the query's own, `start` where it begins in the statement. */
export type CreateView = {
  kind: 'createView';
  view: TableName;
  replace: boolean;
  columns?: string[];
  query: Query;
  text: string;
  start: number;
};

export type CreateTable = {
  kind: 'createTable';
  table: TableName;
  temporary: boolean;
  ifNotExists: boolean;
  definition:
    | { kind: 'columns'; columns: ColumnDefinition[] }
    | { kind: 'like'; table: TableName; defaults: boolean }
    | { kind: 'as'; columns?: string[]; query: Query };
};
