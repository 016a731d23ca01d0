const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * The inner XML of every element called `name`, in order. Enough for the two flat documents S3 clients send
 * (Delete, CompleteMultipartUpload): an element that contains one of its own name is not understood.
 */
export function xmlElements(xml: string, name: string): string[] {
  const pattern = new RegExp(
    `<(?:[\\w.-]+:)?${name}(?:\\s[^>]*)?(?:/>|>([\\s\\S]*?)</(?:[\\w.-]+:)?${name}\\s*>)`,
    'g',
  );
  return Array.from(stripMarkup(xml).matchAll(pattern), (match) => match[1] ?? '');
}

/** The text of the first element called `name`, entities decoded; undefined where there is none. */
export function xmlText(xml: string, name: string): string | undefined {
  const [inner] = xmlElements(xml, name);
  return inner === undefined ? undefined : decodeEntities(inner);
}

function stripMarkup(xml: string): string {
  if (!xml.includes('<!')) return xml;
  return xml
    .replace(/<!\[CDATA\[([\s\S]*?)\]\]>/g, (_, raw: string) => raw.replace(/&/g, '&amp;').replace(/</g, '&lt;'))
    .replace(/<!--[\s\S]*?-->/g, '');
}

function decodeEntities(value: string): string {
  return value.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex?: string, decimal?: string, name?: string) => {
    if (name !== undefined) return named[name] ?? whole;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
