const namespace = 'http://s3.amazonaws.com/doc/2006-03-01/';
const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** An element around already built XML. */
export function element(name: string, ...children: string[]): string {
  return `<${name}>${children.join('')}</${name}>`;
}

/** An element around text; nothing at all when the value is undefined. */
export function text(name: string, value: string | number | boolean | undefined): string {
  return value === undefined ? '' : `<${name}>${escapeXml(String(value))}</${name}>`;
}

/** A whole S3 answer: declaration and root element in S3's namespace. */
export function xmlDocument(name: string, ...children: string[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${name} xmlns="${namespace}">${children.join('')}</${name}>`;
}

// Control characters are legal in keys; XML 1.0 has no place for them, S3 sends references all the same.
const special = /[&<>"]|\p{Cc}/gu;

function escapeXml(value: string): string {
  return value.replace(special, (char) => entities[char] ?? `&#${char.charCodeAt(0)};`);
}
