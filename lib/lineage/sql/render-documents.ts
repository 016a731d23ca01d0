import { datasets } from '../../datasets/index.ts';
import { renderDictionary } from '../../dictionary/render-dictionary.ts';
import { renderPage } from '../../dictionary/render-page.ts';
import { listKnownTables } from '../list-known-tables.ts';
import { renderLineage } from '../render-lineage.ts';
import { buildLineage } from './build-lineage.ts';
import { listRelations, readDictionary } from './read-dictionary.ts';
import { readWarehouse } from './read-warehouse.ts';

/** What is written from contracts, feeds and SQL, by its path from the root. */
export function renderDocuments(): Map<string, string> {
  const catalog = readWarehouse();
  const lineage = buildLineage(catalog);
  const dictionary = readDictionary(catalog, lineage);
  const contracts = Object.values(datasets).map(({ contract }) => contract);
  const known = listKnownTables(lineage, contracts, listRelations(catalog));
  return new Map([
    ['docs/dictionary.md', renderDictionary(dictionary)],
    ['docs/dictionary.html', renderPage(dictionary)],
    ['docs/lineage.md', renderLineage(lineage)],
    ['lib/lineage/events/known-tables.json', `[\n${known.map((table) => JSON.stringify(table)).join(',\n')}\n]\n`],
  ]);
}
