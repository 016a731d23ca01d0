import { datasets } from '../datasets/index.ts';
import type { Target } from '../operate/targets/target.ts';
import { toCommand } from '../run/to-command.ts';

/** A query that shows the dataset's first mart, or its fact. */
export function lookAt(dataset: string, { flags }: Target): string {
  const { marts = [], fact = '' } = datasets[dataset] ?? {};
  const [mart] = marts;
  const query = toCommand('query', {}, flags);
  if (!mart) return `${query} "select * from ${fact} limit 10"`;
  return `${query} "select * from mart.${mart.name} order by ${mart.order.join(', ')} limit 10"`;
}
