import type { Lineage } from './lineage.ts';
import { listEdges } from './list-edges.ts';

/** The graph of tables in Mermaid, layer by layer; a dotted arrow carries conditions only. */
export function drawGraph(lineage: Lineage): string {
  const edges = listEdges(lineage);
  const joined = [...lineage.keys()].filter((name) => edges.some(({ from, to }) => from === name || to === name));
  const layers = [...new Set(joined.map(layerOf))].map((layer) => {
    const nodes = joined.filter((name) => layerOf(name) === layer).map((name) => `    ${idOf(name)}["${name}"]`);
    return `  subgraph ${layer}\n${nodes.join('\n')}\n  end`;
  });
  const arrows = edges.map(
    ({ from, to, carries }) => `  ${idOf(from)} ${carries === 'values' ? '-->' : '-.->'} ${idOf(to)}`,
  );
  return ['```mermaid', 'flowchart LR', ...layers, ...arrows, '```'].join('\n');
}

function layerOf(name: string): string {
  return name.split('.')[0] ?? name;
}

/** Mermaid takes letters, digits and underscores. */
function idOf(name: string): string {
  return name.replace(/\W/g, '_');
}
