/*
 * Where an assumption comes from, as Markdown.
 */

const docs = 'https://docs.aws.amazon.com';

/** A page of the Redshift Database Developer Guide. */
export function developerGuide(title: string, page: string): string {
  return `[Developer Guide, ${title}](${docs}/redshift/latest/dg/${page}.html)`;
}

/** A page of the Redshift Management Guide. */
export function managementGuide(title: string, page: string): string {
  return `[Management Guide, ${title}](${docs}/redshift/latest/mgmt/${page}.html)`;
}

/** An operation or type of the Data API's reference. */
export function apiReference(name: string): string {
  return `[Data API, ${name}](${docs}/redshift-data/latest/APIReference/API_${name}.html)`;
}

/** No page says it: it was concluded from what the pages do say. */
export function inferred(from: string): string {
  return `not documented; ${from}`;
}
