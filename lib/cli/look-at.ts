import { datasets } from '../datasets/index.ts';
import type { Target } from '../operate/targets/target.ts';

/** A query that shows the dataset's first mart, or its fact. */
export function lookAt(dataset: string, { flags }: Target): string {
  const { marts = [], fact = '' } = datasets[dataset] ?? {};
  const [mart] = marts;
  if (!mart) return `npx paylake query${flags} "select * from ${fact} limit 10"`;
  return `npx paylake query${flags} "select * from mart.${mart.name} order by ${mart.order.join(', ')} limit 10"`;
}
